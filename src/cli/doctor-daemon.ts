import { accessSync, constants, existsSync } from 'node:fs'
import { join } from 'node:path'

import { AssaydError } from '../core/errors.ts'
import { duration } from '../core/health/duration.ts'
import { instantFromIso } from '../ports/clock.ts'
import type { ReaderSettings, Settings } from '../ports/settings.ts'
import type { Tools } from './command.ts'
import { daemonOn } from './daemon-client.ts'
import { fine, type Checked } from './doctor-checked.ts'
import { patiently } from './patiently.ts'
import { fieldsOf, listOf, textOf } from './told.ts'

/** The daemon, what it finds itself, the ports of the readers, and the backups. */
export async function* checksOfDaemon(tools: Tools, settings: Settings): AsyncGenerator<Checked> {
  const running = await health(tools, settings)
  if (running === undefined) yield notRunning(settings)
  else yield fine('daemon', 'runs and answers')
  const report = running ?? (await tools.healthAtRest(settings))
  for (const finding of listOf(fieldsOf(report)['findings']).map(fieldsOf)) {
    // Without a daemon these two were looked at already.
    const isSaid = running === undefined && ['daemon', 'database'].includes(String(finding['what']))
    if (!isSaid) yield checkedFrom(finding)
  }
  for (const reader of settings.readers) yield portOf(reader, running !== undefined)
  yield* backups(tools, settings)
}

async function health({ clock }: Tools, { folders }: Settings): Promise<unknown> {
  try {
    return await patiently(clock, daemonOn(folders.data))('/api/v1/health')
  } catch (error) {
    if (error instanceof AssaydError) return undefined
    throw error
  }
}

function notRunning({ folders }: Settings): Checked {
  const lock = join(folders.data, 'daemon.lock')
  const hint = 'Start it with `assayd run`, or the service manager.'
  if (!existsSync(lock)) return { what: 'daemon', state: 'warn', says: 'does not run', hint }
  const says = `does not answer, and ${lock} is there`
  return { what: 'daemon', state: 'warn', says, hint: `Was it killed? ${hint}` }
}

function checkedFrom(finding: Readonly<Record<string, unknown>>): Checked {
  const what = textOf(finding['reader']) ?? textOf(finding['what']) ?? 'health'
  const state = finding['state'] === 'failed' ? 'fail' : 'warn'
  const says = textOf(finding['message']) ?? ''
  return { what, state, says, hint: textOf(finding['hint']) ?? '' }
}

/** Only device files can be looked at without disturbing anybody. */
function portOf({ id, port, simulator }: ReaderSettings, isRunning: boolean): Checked {
  const what = `port of ${id}`
  if (simulator !== null || !port.startsWith('/')) return fine(what, port)
  if (!existsSync(port)) {
    const hint = 'Plug the adapter in; `assayd ports` shows what there is.'
    return { what, state: 'warn', says: `${port} is not there`, hint }
  }
  try {
    accessSync(port, constants.R_OK | constants.W_OK)
    return fine(what, `${port}${isRunning ? '' : ', may be opened'}`)
  } catch {
    const hint = 'Add the user to the group of the device (ls -l; often dialout), and log in anew.'
    return { what, state: 'fail', says: `this user may not open ${port}`, hint }
  }
}

async function* backups(
  tools: Tools,
  { keeping, health: limits }: Settings,
): AsyncGenerator<Checked> {
  const plan = keeping.backup
  const what = 'backups'
  if (plan === null) {
    const hint = 'Add `backup:` to the configuration, or run `assayd backup` on a schedule.'
    return yield { what, state: 'warn', says: 'none are planned', hint }
  }
  const good = (await tools.keeper.backups(plan.folder)).filter(({ isGood }) => isGood)
  const last = good.at(-1)
  if (last === undefined) {
    const says = `none in ${plan.folder} yet`
    return yield { what, state: 'warn', says, hint: 'The daemon makes them while it runs.' }
  }
  const ageS = (tools.clock.now().epochMs - instantFromIso(last.madeAt).epochMs) / 1000
  const says = `${good.length} good ones in ${plan.folder}, the last ${duration(ageS)} old`
  const isOld = limits.backupAgeH !== null && ageS > limits.backupAgeH * 3600
  yield { what, state: isOld ? 'warn' : 'ok', says, hint: 'Look in the log why the last failed.' }
}
