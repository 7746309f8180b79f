import { execFile } from 'node:child_process'
import { constants, getPriority, setPriority } from 'node:os'

import type { RunProgram } from '../ports/program.ts'

/** The manifest of a backup with a hundred thousand captures has a few megabytes. */
const OUTPUT_BYTES_MAX = 256 * 1024 * 1024

/** What ties a process to the supervisor: only the daemon itself may speak to that. */
const OF_SUPERVISOR = new Set(['NOTIFY_SOCKET', 'WATCHDOG_USEC', 'WATCHDOG_PID', 'JOURNAL_STREAM'])

/** Runs commands of the program whose main file this is, with the Node that runs us. */
export function ownProgram(file: string): RunProgram {
  const env = withoutSupervisor()
  return (args, { over, isPatient }) =>
    new Promise((resolve) => {
      const options = {
        signal: over,
        // It may hang, and then it would not hear anything milder.
        killSignal: 'SIGKILL',
        maxBuffer: OUTPUT_BYTES_MAX,
        env,
      } as const
      const child = execFile(process.execPath, [file, ...args], options, (error, stdout, stderr) =>
        resolve({ error, stdout, stderr }),
      )
      if (isPatient && child.pid !== undefined) letOthersGoFirst(child.pid)
    })
}

/** The environment of a process beside the daemon. */
export function withoutSupervisor(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !OF_SUPERVISOR.has(name))
  return Object.fromEntries(kept)
}

/** Where a sandbox forbids it, as ours of systemd does, the process is as any other. */
export function letOthersGoFirst(pid: number): void {
  try {
    const low = constants.priority.PRIORITY_BELOW_NORMAL
    setPriority(pid, Math.max(getPriority(), low))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_SYSTEM_ERROR'))
      throw error
  }
}
