import { AssaydError } from '../core/errors.ts'
import type { RecoveryParts } from './recovery.ts'

/**
 * Takes captures into the store that it does not name: a restored database is older than the
 * captures that were copied to it, and a crash can come between a file and its row. They are heard
 * as those that a stop left. A file that is no capture is told of and left alone.
 */
export function adoptCaptures({ bench, captureFiles, readCapture }: RecoveryParts): void {
  const known = new Set(bench.store.captureNames())
  for (const file of captureFiles()) {
    if (known.has(file)) continue
    try {
      bench.store.saveCapture(readCapture(file).header, file)
    } catch (error) {
      if (error instanceof AssaydError && error.code === 'capture-empty') continue
      const isOfFile =
        error instanceof AssaydError &&
        (error.code === 'capture-damaged' || error.code === 'capture-missing')
      if (!isOfFile) throw error
      const { code, message, hint } = error
      const fault = { code, message, hint, bytes: new Uint8Array() }
      bench.tell({ kind: 'fault', reader: '', fault })
    }
  }
}
