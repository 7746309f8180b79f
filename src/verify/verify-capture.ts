import { from } from 'rxjs'

import { AssaydError } from '../core/errors.ts'
import { missingDriver, type DriversKnown } from '../core/missing-driver.ts'
import type { PlateRead } from '../core/plate-read.ts'
import { differencesBetween } from '../core/verify/differences.ts'
import { finding, type Finding } from '../core/verify/finding.ts'
import type { Capture } from '../ports/capture.ts'
import { instantFromIso } from '../ports/clock.ts'
import type { Driver } from '../ports/driver.ts'
import type { StoredCapture } from '../ports/store.ts'
import { closedOff, heardBy } from '../readers/reading.ts'
import { driverFor, type DriverPair } from '../registry.ts'

/** Where captures and the drivers that understand them come from. */
export interface CaptureParts extends DriversKnown {
  readonly drivers: ReadonlyMap<string, DriverPair>
  readonly brokenDrivers: ReadonlyMap<string, AssaydError>
  /**
   * A capture by its stored name and the archive that may have it. Throws AssaydError
   * `capture-missing`, `capture-damaged` or `archive-away`.
   */
  readonly readCapture: (file: string, archive: string | null) => Capture
}

/** A read as its bytes give it. */
export interface ReadFromBytes {
  readonly read: PlateRead
  readonly receivedAtMs: number
}

/** A capture heard again. */
export interface HeardAgain {
  /** By how many bytes had been received when each ended. */
  readonly reads: ReadonlyMap<number, ReadFromBytes>
  /** What is wrong with the capture as a whole. */
  readonly findings: readonly Finding[]
}

/** A plate that was read twice may lead to two captures, each of hundreds of plates. */
const KEPT_MAX = 3

/** Hears captures again; the last few are remembered, unless one is wanted `anew`. */
export function captureHearer(
  parts: CaptureParts,
): (stored: StoredCapture, how?: { readonly anew: boolean }) => HeardAgain {
  const kept = new Map<string, HeardAgain>()
  return (stored, { anew } = { anew: false }) => {
    const { id } = stored.header
    const heard = (anew ? undefined : kept.get(id)) ?? hearAgain(parts, stored)
    kept.delete(id)
    kept.set(id, heard)
    const [oldest] = kept.keys()
    if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest)
    return heard
  }
}

function hearAgain(parts: CaptureParts, stored: StoredCapture): HeardAgain {
  try {
    const capture = parts.readCapture(stored.file, stored.archivedIn)
    const reads = readsIn(capture, driverOf(parts, capture))
    const own = [...sealFindings(capture, stored), ...headerFindings(capture, stored)]
    return { reads, findings: [...own, ...absent(reads, stored)] }
  } catch (error) {
    if (!(error instanceof AssaydError)) throw error
    const message = `Capture '${stored.file}' cannot be heard again: ${error.message}`
    const what =
      error.code === 'archive-away'
        ? ({ kind: 'archive', hint: error.hint } as const)
        : ({ kind: 'capture' } as const)
    return { reads: new Map(), findings: [finding({ ...what, plate: '', message })] }
  }
}

function driverOf(parts: CaptureParts, { header }: Capture): Driver {
  const pair = parts.drivers.get(header.driver)
  if (pair === undefined) throw missingDriver(`Capture '${header.id}'`, header.driver, parts)
  try {
    return driverFor(pair, header.settings)
  } catch (cause) {
    // A driver believes settings that were checked when they were read; these may be damaged.
    const what = cause instanceof Error ? cause.message : String(cause)
    const message = `the settings in its header are not those of a ${header.driver}: ${what}`
    throw new AssaydError('capture-damaged', message, { cause })
  }
}

function readsIn({ header, events }: Capture, driver: Driver): Map<number, ReadFromBytes> {
  const started = startOf(header.startedAt)
  const reads = new Map<number, ReadFromBytes>()
  from(closedOff(events))
    .pipe(heardBy(driver, header))
    .subscribe({
      next: ({ heard, atMs, lastByte }) => {
        // The store keeps the first read of a place.
        if (heard.kind !== 'read' || reads.has(lastByte)) return
        reads.set(lastByte, { read: heard.read, receivedAtMs: started + atMs })
      },
      error: (error: unknown) => {
        throw error
      },
    })
  return reads
}

function startOf(startedAt: string): number {
  try {
    return instantFromIso(startedAt).epochMs
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new AssaydError('capture-damaged', `it says that it started at '${startedAt}'`, { cause })
  }
}

/** A settled capture is what it was when it was settled, to the last bit. */
function sealFindings({ seal: found }: Capture, stored: StoredCapture): readonly Finding[] {
  const { file, seal } = stored
  if (seal === null || (seal.bytes === found.bytes && seal.sha256 === found.sha256)) return []
  const differences = differencesBetween(seal, found)
  const message = `Capture '${file}' is not the file that was settled.`
  return [finding({ kind: 'capture', plate: '', message, differences })]
}

/** The header is in the file and, without the settings, in the database. */
function headerFindings({ header }: Capture, stored: StoredCapture): readonly Finding[] {
  const { settings: _, awaitsIdentity: __, ...said } = header
  const differences = differencesBetween(stored.header, said)
  if (differences.length === 0) return []
  const message = `The header of capture '${stored.file}' is not what is stored of it.`
  return [finding({ kind: 'capture', plate: '', message, differences })]
}

/** In a capture that is still being written a read may stand that is stored in a moment. */
function absent(reads: HeardAgain['reads'], stored: StoredCapture): readonly Finding[] {
  if (!stored.isSettled) return []
  const places = new Set(stored.reads.map(({ lastByte }) => lastByte))
  return [...reads.keys()]
    .filter((lastByte) => !places.has(lastByte))
    .map((lastByte) => {
      const what = `a read up to byte ${lastByte} that is not stored`
      const message = `Capture '${stored.file}' holds ${what}.`
      return finding({ kind: 'read-absent', plate: '', message })
    })
}
