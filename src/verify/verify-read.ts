import { differencesBetween, type Difference } from '../core/verify/differences.ts'
import { finding, type Finding } from '../core/verify/finding.ts'
import { instantFromIso } from '../ports/clock.ts'
import type { StoredCapture, StoredRead } from '../ports/store.ts'
import type { HeardAgain, ReadFromBytes } from './verify-capture.ts'

/** Captures keep microseconds, and a stored time whole milliseconds. */
const TIME_DIFFERENCE_MAX_MS = 1

/** What a stored read is compared with. */
export interface ReadEvidence {
  readonly capture: StoredCapture
  readonly heard: HeardAgain
}

/**
 * Whether a stored read is what its bytes say: every byte, every well, who read it and when. A
 * capture that cannot be heard at all is told by itself.
 */
export function readFindings(
  plate: string,
  stored: StoredRead,
  evidence: ReadEvidence | undefined,
): readonly Finding[] {
  const { readId, place } = stored
  const where = `Read ${readId} of plate '${plate}'`
  if (evidence === undefined) {
    const message = `${where} names capture '${place.captureId}', which is not stored.`
    return [finding({ kind: 'store', plate, message })]
  }
  const { capture, heard } = evidence
  const again = heard.reads.get(place.lastByte)
  if (again === undefined) {
    const message = `${where} is not in capture '${capture.file}' up to byte ${place.lastByte}.`
    return [finding({ kind: 'read', plate, message })]
  }
  const differences = differencesOf(stored, again, capture)
  if (differences.length === 0) return []
  const message = `${where} is not what capture '${capture.file}' says.`
  return [finding({ kind: 'read', plate, message, differences })]
}

function differencesOf(
  stored: StoredRead,
  again: ReadFromBytes,
  { header }: StoredCapture,
): readonly Difference[] {
  const said = { reader: stored.readerId, driver: stored.driverId }
  return [
    ...differencesBetween(stored.read, again.read),
    ...differencesBetween(said, { reader: header.reader, driver: header.driver }),
    ...timeDiffers(stored.receivedAt, again.receivedAtMs),
  ]
}

function timeDiffers(receivedAt: string, againMs: number): readonly Difference[] {
  const stored = momentOf(receivedAt)
  const isSame = stored !== null && Math.abs(stored - againMs) <= TIME_DIFFERENCE_MAX_MS
  const computed = new Date(againMs).toISOString()
  return isSame ? [] : [{ where: 'received at', stored: receivedAt, computed }]
}

function momentOf(text: string): number | null {
  try {
    return instantFromIso(text).epochMs
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}
