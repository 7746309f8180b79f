import type { Bench } from '../bench.ts'
import { analyse } from '../core/analyse/analyse.ts'
import type { Analysis } from '../core/analysis.ts'
import { AssaydError } from '../core/errors.ts'
import { lapsedBy } from './lapsed.ts'
import { judgedBy, type JudgedBy } from './judged-by.ts'
import type { Outcome } from '../flow/outcome.ts'
import type { BoundRead, Steps } from '../pipeline.ts'
import { bind, type Plate } from './plates.ts'
import type { Deed } from '../ports/audit.ts'
import type { CaptureHeader, LineEvent } from '../ports/capture.ts'
import { isoFromInstant } from '../ports/clock.ts'
import type { ExportInput } from '../ports/exporter.ts'
import type { ReaderSettings, Sourced } from '../ports/settings.ts'
import type { StoredDocument, StoredRead } from '../ports/store.ts'
import type { HeardAt } from '../readers/reading.ts'
import { writeExports } from '../upkeep/write-exports.ts'

/** One connection to one reader, as the steps see it. */
export interface Chapter {
  readonly reader: ReaderSettings
  readonly header: CaptureHeader
  /** When the capture began; event times count from here. */
  readonly startedAtMs: number
  readonly offsetMinutes: number
  readonly capture: (event: LineEvent) => void
  readonly answer: (at: HeardAt) => void
}

/** An analysis on its way to the store. */
export interface Computed {
  readonly bound: BoundRead<Plate>
  readonly judgedBy: JudgedBy
  readonly analysis: Analysis
}

/** The stations of the pipeline for one connection. */
export function stepsOf(bench: Bench, chapter: Chapter): Steps<Plate, Computed> {
  return {
    ...(chapter.header.awaitsIdentity === true ? { awaitsIdentity: true } : {}),
    capture: chapter.capture,
    answer: chapter.answer,
    noteFault: (at) => noteFault(bench, chapter, at),
    storeRead: (at) => storeRead(bench, chapter, at),
    ...computingSteps(bench),
    publish: (outcome) => publish(bench, chapter.reader.id, outcome),
  }
}

/**
 * The stations behind the stored read, which also serve reads that a crash left without an
 * analysis.
 */
export function computingSteps(
  bench: Bench,
): Pick<Steps<Plate, Computed>, 'patiently' | 'bind' | 'analyse' | 'storeAnalysis'> {
  return {
    patiently: (work) => bench.gate.patiently(work),
    bind: (stored) => bind(bench, stored),
    analyse: (bound) => compute(bench, bound),
    storeAnalysis: (computed) => storeAnalysis(bench, computed),
  }
}

function isoAt({ startedAtMs, offsetMinutes }: Chapter, atMs: number): string {
  return isoFromInstant({ epochMs: startedAtMs + atMs, offsetMinutes })
}

function noteFault(bench: Bench, chapter: Chapter, { heard, atMs, lastByte }: HeardAt): void {
  if (heard.kind !== 'fault') return
  const { reader, header } = chapter
  const at = isoAt(chapter, atMs)
  bench.store.saveFault({
    fault: heard.fault,
    readerId: reader.id,
    captureId: header.id,
    at,
    lastByte,
  })
  bench.tell({ kind: 'fault', reader: reader.id, fault: heard.fault })
}

function storeRead(
  { store }: Bench,
  chapter: Chapter,
  { heard, atMs, lastByte }: HeardAt,
): StoredRead | undefined {
  if (heard.kind !== 'read') return undefined
  const { stored, isNew } = store.saveRead({
    read: heard.read,
    place: { captureId: chapter.header.id, lastByte },
    readerId: chapter.reader.id,
    driverId: chapter.header.driver,
    receivedAt: isoAt(chapter, atMs),
  })
  return isNew ? stored : undefined
}

/** Everything that follows from a bound read; nothing is stored. Throws `read-mismatch`. */
export function compute(bench: Bench, bound: BoundRead<Plate>): Computed {
  const { layout, assay, sheet, masks } = bound.plate
  const by = judgedBy(bench, bound)
  const inputs = {
    read: bound.stored.read,
    layout: layout.value,
    assay: assay.value,
    sheet: sheet?.value ?? null,
    history: by.history,
    otherLayouts: by.otherLayouts,
    masks,
  }
  return { bound, judgedBy: by, analysis: analyse(inputs, bench.rules) }
}

/** Stores the next version of the plate; `deed` says who wanted it when it is not the daemon. */
export function storeAnalysis(bench: Bench, computed: Computed, deed?: Deed): ExportInput {
  const { bound, analysis } = computed
  const { record } = bound.plate
  const stored = bench.store.saveAnalysis({
    plate: record.plate,
    record,
    readId: bound.stored.readId,
    analysedAt: isoFromInstant(bench.clock.now()),
    codeVersion: bench.codeVersion,
    documents: documentsOf(computed),
    analysis,
    ...(deed && { deed }),
  })
  const lapsed = lapsedBy(bench, stored)
  const { plate, version: stands } = stored
  if (lapsed !== null) bench.tell({ kind: 'lapsed', plate, stands, lapsed })
  return { record, read: bound.stored, stored }
}

/** Every text that the analysis follows from. */
export function documentsOf({ bound, judgedBy: by }: Computed): readonly StoredDocument[] {
  const { settings, layout, assay, sheet } = bound.plate
  return [
    document('layout', layout.value.id, layout),
    document('assay', assay.value.id, assay),
    document('organisms', 'organisms', settings.organisms),
    ...(sheet === undefined ? [] : [document('run-sheet', sheet.value.plate, sheet)]),
    ...by.documents,
  ]
}

function document(
  kind: StoredDocument['kind'],
  id: string,
  { hash, text }: Pick<Sourced<unknown>, 'hash' | 'text'>,
): StoredDocument {
  return { kind, id, hash, text }
}

/**
 * Tells of a result and sees that it is written out: at once in a run for one plate, else by the
 * outbox, so that no reader waits for a share. A failed export is told and leaves the result as it
 * is.
 */
export async function publish(
  bench: Bench,
  reader: string,
  outcome: Outcome<ExportInput>,
): Promise<Outcome<ExportInput>> {
  if (!outcome.ok) {
    bench.tell({ kind: 'failed', reader, error: outcome.error, readId: outcome.readId })
    return outcome
  }
  try {
    bench.tell({ kind: 'analysed', reader, ...outcome.value })
    await writeOut(bench, outcome.value)
    return outcome
  } catch (error) {
    if (!(error instanceof AssaydError)) throw error
    const { record, read, stored } = outcome.value
    const of = { readId: read.readId, plate: record.plate, analysis: stored.analysisId }
    bench.tell({ kind: 'failed', reader, error, ...of })
    return { ok: false, error }
  }
}

/** Has a result written out; rejects as `writeExports` does where there is no outbox. */
export async function writeOut(bench: Bench, input: ExportInput): Promise<void> {
  if (bench.outbox === null) await writeExports(bench, input)
  else bench.outbox.wake()
}
