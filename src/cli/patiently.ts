import { AssaydError } from '../core/errors.ts'
import type { Clock } from '../ports/clock.ts'
import type { DaemonClient } from './daemon-client.ts'

/** Whoever walks a long list asks often; the daemon says when that is too often. */
const AGAIN_AFTER_MS = 1_000
const TRIES_MAX = 30

/** What looks at the daemon. */
export type Get = (path: string) => Promise<unknown>

/**
 * Asks again after a while where too much was asked in a short time, be it by this command or by
 * others of the same machine. Rejects as the daemon's client does.
 */
export function patiently(clock: Clock, daemon: Pick<DaemonClient, 'ask'>): Get {
  return async (path) => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await daemon.ask('GET', path)
      } catch (error) {
        const isTooOften = error instanceof AssaydError && error.code === 'too-many-requests'
        if (!isTooOften || tries === TRIES_MAX) throw error
        await new Promise<void>((resolve) => void clock.after(AGAIN_AFTER_MS, resolve))
      }
    }
  }
}
