import type { Bench } from '../bench.ts'
import { AssaydError } from '../core/errors.ts'
import type { RunSheet } from '../core/run-sheet.ts'
import type { Capture, LineEvent } from '../ports/capture.ts'
import { instantFromIso } from '../ports/clock.ts'
import type { Driver, Identity, LeftRead } from '../ports/driver.ts'
import type { ReaderSettings, Sourced } from '../ports/settings.ts'
import { leftBehind } from './unfinished-read.ts'

/** A read that a reader was left with, and what is known of it besides. */
export interface Left extends LeftRead {
  /** As it was asked for, in words. */
  readonly asked: string
  /** The port on which it was. */
  readonly port: string
  /** When the reader was heard last, in ms since 1970 as the clock counts them now. */
  readonly heardAtMs: number
  /** The run sheets that waited when it was asked for. */
  readonly sheets: readonly Sourced<RunSheet>[]
}

/** Where to look for it. */
export interface LeftParts {
  readonly bench: Bench
  readonly reader: ReaderSettings
  readonly driver: Driver
  readonly readCapture: (file: string) => Capture
  /** By how many ms the clock was set since that capture began, where that is known; else 0. */
  readonly clockMoved: (captureId: string) => number
}

/** What an instrument says of itself, as it is noted in a capture. */
export function whoIs({ model, serialNumber }: Pick<Identity, 'model' | 'serialNumber'>): string {
  return `${model}, serial number '${serialNumber}'`
}

/**
 * The read that this reader was asked for last, when it did not end there and goes on in the
 * instrument; undefined when nothing is known to. The capture of that connection says it: a driver
 * that hears it again knows what the reader was told and took.
 */
export function leftRead(parts: LeftParts, identity: Identity): Left | undefined {
  const { bench, driver, reader } = parts
  if (driver.resuming === undefined) return undefined
  const last = bench.store.lastExpected(reader.id)
  const capture = last && readable(parts, last.file)
  if (last === undefined || capture === undefined || !isOf(parts, capture)) return undefined
  const { header, events } = capture
  const asked = askedLast(events)
  const left = asked === undefined ? undefined : leftBy(driver, events)
  if (asked === undefined || left === undefined) return undefined
  const who = events.findLast(({ kind }) => kind === 'identified')
  if (who?.kind !== 'identified' || who.note !== whoIs(identity)) return undefined
  const heardMs = events.findLast(({ kind }) => kind === 'received')?.atMs ?? 0
  // A clock that was set forward counts as time that passed, as a computer that slept does.
  const setBackMs = Math.min(0, parts.clockMoved(header.id))
  const heardAtMs = instantFromIso(header.startedAt).epochMs + heardMs + setBackMs
  return { ...left, asked, port: header.port, heardAtMs, sheets: last.sheets }
}

/**
 * A capture that cannot be read is told of; what it would have said is not guessed. One that is in
 * the archive is too old for a read to go on.
 */
function readable({ bench, reader, readCapture }: LeftParts, file: string): Capture | undefined {
  try {
    return readCapture(file)
  } catch (error) {
    if (!(error instanceof AssaydError)) throw error
    if (error.code === 'capture-missing') return undefined
    bench.tell({ kind: 'failed', reader: reader.id, error })
    return undefined
  }
}

/** Another driver, or one that was told otherwise, would understand something else. */
function isOf({ reader }: LeftParts, { header }: Capture): boolean {
  const told = (settings: unknown): string => JSON.stringify(settings ?? null)
  return header.driver === reader.driver && told(header.settings) === told(reader.settings)
}

/** What was asked for last, in words, when it did not end. */
function askedLast(events: readonly LineEvent[]): string | undefined {
  const last = events.findLast(({ kind }) => kind === 'asked' || kind === 'ended')
  return last?.kind === 'asked' ? last.note : undefined
}

/** What the driver makes of the connection up to where it broke off. */
export function leftBy(driver: Driver, events: readonly LineEvent[]): LeftRead | undefined {
  const decoder = driver.decoder()
  const left = leftBehind(decoder)
  for (const event of events) {
    if (event.kind === 'sent') decoder.sent(event.bytes)
    if (event.kind === 'silence') decoder.silence()
    if (event.kind === 'resumed') decoder.resumed?.(event.note)
    if (event.kind === 'received') for (const byte of event.bytes) decoder.received(byte)
    left.heard(event)
  }
  return left.now()
}
