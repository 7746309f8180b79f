import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { AssaydError } from '../core/errors.ts'
import type { Services, ServiceStep, ServiceSystem, StepPlace } from '../ports/service.ts'
import { SYSTEMD_STATUS, systemdInstall, systemdUninstall } from './systemd-service.ts'
import { TASK_STATUS, taskInstall, taskUninstall, winswInstall } from './windows-service.ts'

/** The service managers that assayd can be given to. */
export const services: Services = {
  install: (request) => {
    if (request.system === 'systemd') return systemdInstall(request)
    return request.system === 'winsw' ? winswInstall(request) : taskInstall(request)
  },
  uninstall: (request) => {
    if (request.system === 'systemd') return systemdUninstall()
    if (request.system === 'task-scheduler') return taskUninstall(request)
    throw failed('WinSW removes its service itself', "Run 'assayd-service.exe uninstall'.")
  },
  take: takeStep,
  status: statusOf,
}

function failed(what: string, hint: string, cause?: unknown): AssaydError {
  return new AssaydError('service-failed', `${what}.`, { hint, cause })
}

function takeStep(step: ServiceStep, { root }: StepPlace): void {
  switch (step.kind) {
    case 'write':
      return writeStep(placed(step.file, root), step)
    case 'remove':
      return rmSync(placed(step.file, root), { force: true })
    case 'run':
      if (root === null) runStep(step)
  }
}

/** Below another root; the letter of a Windows drive is a folder there. */
function placed(file: string, root: string | null): string {
  return root === null ? file : join(root, file.replace(/^([A-Z]):/i, '$1').replaceAll('\\', '/'))
}

function writeStep(
  file: string,
  { text, encoding }: Extract<ServiceStep, { kind: 'write' }>,
): void {
  const bytes = encoding === 'utf-8' ? Buffer.from(text) : Buffer.from(`\uFEFF${text}`, 'utf16le')
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, bytes)
  } catch (error) {
    throw failed(`'${file}' cannot be written`, AS_ADMINISTRATOR, error)
  }
}

const AS_ADMINISTRATOR = "Run it as administrator: 'sudo' on Linux, an elevated prompt on Windows."

function runStep({ command, unless, mayFail }: Extract<ServiceStep, { kind: 'run' }>): void {
  if (unless !== undefined && said(unless).code === 0) return
  const { code, text } = said(command)
  if (code === 0 || mayFail === true) return
  throw failed(`'${command.join(' ')}' ended with ${code}: ${text}`, AS_ADMINISTRATOR)
}

function said([program = '', ...args]: readonly string[]): {
  readonly code: number | null
  readonly text: string
} {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' })
  if (error !== undefined) return { code: null, text: error.message }
  return { code: status, text: `${stdout}${stderr}`.trim() }
}

function statusOf(system: ServiceSystem): readonly string[] {
  const { code, text } = said(system === 'systemd' ? SYSTEMD_STATUS : TASK_STATUS)
  const isRunning = system === 'systemd' ? /^ActiveState=active$/m : /^Status:\s*Running/m
  if (code === 0 && isRunning.test(text)) return text.split(/\r?\n/)
  throw new AssaydError('service-away', `The service does not run.\n${text}`, {
    hint: "'assayd service install' installs and starts it; its log says why it ended.",
  })
}
