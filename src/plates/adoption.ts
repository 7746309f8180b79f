import { AssaydError } from '../core/errors.ts'
import type { CaptureHeader } from '../ports/capture.ts'
import type { RecoveryParts } from './recovery.ts'

/** A capture that the store does not name. */
interface Found {
  readonly file: string
  readonly header: CaptureHeader
  readonly bytes: number
}

/**
 * Takes captures into the store that it does not name: a restored database is older than the
 * captures that were copied to it, and a crash can come between a file and its row. They are heard
 * as those that a stop left. A file that is no capture is told of and left alone, and so is a copy
 * that a person laid beside the capture: of several the longest holds every byte.
 */
export function adoptCaptures(parts: RecoveryParts): void {
  const { bench } = parts
  const found = strangersIn(parts)
  const longest = new Map<string, Found>()
  for (const one of found) {
    if (one.bytes > (longest.get(one.header.id)?.bytes ?? 0)) longest.set(one.header.id, one)
  }
  for (const { file, header } of found) {
    const taken = longest.get(header.id)?.file ?? file
    if (taken === file) bench.store.saveCapture(header, file)
    else bench.tell({ kind: 'mistake', reader: header.reader, ...copyOf(taken, file) })
  }
}

function copyOf(taken: string, file: string): { readonly text: string; readonly hint: string } {
  return {
    text: `Capture '${file}' is the same as '${taken}', and not longer: it is not heard.`,
    hint: `Compare the two; then take '${file}' out of the folder of captures.`,
  }
}

function strangersIn({ bench, captureFiles, readCapture }: RecoveryParts): readonly Found[] {
  const known = new Set(bench.store.captureNames())
  return captureFiles().flatMap((file) => {
    if (known.has(file)) return []
    try {
      const { header, seal } = readCapture(file)
      return [{ file, header, bytes: seal.bytes }]
    } catch (error) {
      if (error instanceof AssaydError && error.code === 'capture-empty') return []
      const isOfFile =
        error instanceof AssaydError &&
        (error.code === 'capture-damaged' || error.code === 'capture-missing')
      if (!isOfFile) throw error
      const { code, message, hint } = error
      const fault = { code, message, hint, bytes: new Uint8Array() }
      bench.tell({ kind: 'fault', reader: '', fault })
      return []
    }
  })
}
