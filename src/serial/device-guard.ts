import { existsSync, realpathSync } from 'node:fs'
import { isatty } from 'node:tty'

import type { Clock } from '../ports/clock.ts'

/** How a device is watched. */
export interface DeviceGuard {
  readonly clock: Clock
  readonly isThere: () => boolean
  /** Called once, when the device is found gone; the watch has ended then. */
  readonly onGone: () => void
}

const GUARD_EVERY_MS = 250

/** Looks every 250 ms whether a device is still there. The returned function ends the watch. */
export function guardDevice({ clock, isThere, onGone }: DeviceGuard): () => void {
  const look = (): void => {
    if (isThere()) callOff = clock.after(GUARD_EVERY_MS, look)
    else onGone()
  }
  let callOff = clock.after(GUARD_EVERY_MS, look)
  return () => callOff()
}

/**
 * Tells whether the device behind an open port is still there. A hung-up port need not emit
 * anything: reads give zero bytes at once and for ever, which costs a whole core. Two things tell
 * it apart from a silent one: its node vanishes, and its descriptor no longer answers as a
 * terminal, which holds even when another device has got the same node meanwhile. Windows has
 * neither; there a read of a missing device fails by itself.
 */
export function deviceWatch(path: string, descriptor: () => number | undefined): () => boolean {
  if (process.platform === 'win32') return () => true
  const node = realpathSync(path)
  return () => {
    const fd = descriptor()
    return existsSync(node) && (fd === undefined || isatty(fd))
  }
}
