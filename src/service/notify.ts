import { spawn } from 'node:child_process'

import { AssaydError } from '../core/errors.ts'
import type { Supervisor } from '../ports/supervisor.ts'

/** A service supervisor that has not taken a message by then is not waited for. */
const TOLD_WITHIN_MS = 5_000

/** What systemd says to a service by its environment. */
export type ServiceEnvironment = Readonly<Record<string, string | undefined>>

const NOBODY: Supervisor = {
  watchdogMs: null,
  ready: () => undefined,
  alive: () => undefined,
  stopping: () => undefined,
}

/**
 * systemd, when it started this process as a service of `Type=notify`; nothing is ever spawned when
 * it did not. Node has no datagram sockets of the file system, so that `systemd-notify` speaks for
 * the daemon, which takes `NotifyAccess=all`. It waits until the message is taken: without
 * privileges systemd knows a message by the process that sent it, and only while that one lives.
 */
export function systemdSupervisor(
  environment: ServiceEnvironment,
  trouble: (error: AssaydError) => void,
): Supervisor {
  if ((environment.NOTIFY_SOCKET ?? '') === '') return NOBODY
  const tell = (...words: readonly string[]): void => notify(words, environment, trouble)
  return {
    watchdogMs: watchdogMsOf(environment),
    ready: () => tell('READY=1', 'STATUS=Ready'),
    alive: () => tell('WATCHDOG=1'),
    stopping: () => tell('STOPPING=1', 'STATUS=Stopping'),
  }
}

/** The watchdog is meant for the process it names, or for any when it names none. */
function watchdogMsOf({ WATCHDOG_USEC, WATCHDOG_PID }: ServiceEnvironment): number | null {
  const ms = Number(WATCHDOG_USEC ?? 0) / 1_000
  const isMine = WATCHDOG_PID === undefined || WATCHDOG_PID === String(process.pid)
  return isMine && ms > 0 ? ms : null
}

function notify(
  words: readonly string[],
  environment: ServiceEnvironment,
  trouble: (error: AssaydError) => void,
): void {
  const child = spawn('systemd-notify', words, {
    env: { ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: TOLD_WITHIN_MS,
  })
  let said = ''
  child.stderr.on('data', (piece: Buffer) => void (said += piece.toString()))
  child.once('error', (cause) => trouble(untold(words, cause.message)))
  child.once('close', (code, signal) => {
    // A program that could not be started was told of already, and closes with a negative code.
    if (code === 0 || (code !== null && code < 0)) return
    trouble(untold(words, said.trim() || `systemd-notify ended with ${signal ?? `code ${code}`}`))
  })
}

function untold([word]: readonly string[], why: string): AssaydError {
  return new AssaydError('service-notify', `systemd could not be told '${word}': ${why}.`, {
    hint: "The unit needs Type=notify and NotifyAccess=all; 'assayd service install' writes it.",
  })
}
