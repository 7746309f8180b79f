import { AssaydError } from '../core/errors.ts'
import { finding, type Finding } from '../core/verify/finding.ts'
import type { PlateQuery, PlateSummary } from '../ports/queries.ts'
import type { PlateDetail, StoredCapture, StoredRead, StoreView } from '../ports/store.ts'
import type { Verified, VerifyScope } from '../ports/verify.ts'
import { analysisFindings, type AnalysisParts } from './verify-analysis.ts'
import { captureHearer, type CaptureParts } from './verify-capture.ts'
import { evidenceVerified, type EvidenceParts } from './verify-evidence.ts'
import { readFindings } from './verify-read.ts'

/** What a verification is made with. */
export interface VerifyParts extends CaptureParts, AnalysisParts {
  readonly store: StoreView
  /** Null looks at the plates alone. */
  readonly evidence: Omit<EvidenceParts, 'store' | 'readCapture'> | null
}

/** One verification under way. */
interface Walk extends VerifyParts {
  readonly captures: ReadonlyMap<string, StoredCapture>
  /** Captures that a daemon has begun since; what it stores meanwhile is no loss. */
  readonly later: Map<string, StoredCapture>
  readonly hear: ReturnType<typeof captureHearer>
  /** Captures whose own findings were told. */
  readonly told: Set<string>
  readonly readIds: Set<number>
}

/** What plates led to. */
export interface Led {
  /** Captures whose own findings were told, by id. */
  readonly told: readonly string[]
  readonly readIds: readonly number[]
}

/** One of several parts of the plates, so that parts can be verified at once. */
export interface Share {
  readonly at: number
  readonly of: number
}

/**
 * Computes everything again that the store holds, from the captured bytes to the last response, and
 * tells what does not agree; plate by plate, those of one capture together. A verification of all
 * plates also looks at captures and reads to which no plate leads. Nothing is changed, and a daemon
 * may go on beside it. Throws AssaydError when the database cannot be read as a whole.
 */
export function* verified(parts: VerifyParts, scope: VerifyScope): Generator<Verified> {
  const captures = parts.store.captures()
  const led = yield* platesVerified(parts, scope, null)
  if (!isWhole(scope)) return
  yield restVerified(parts, captures, led)
  if (parts.evidence !== null) yield* evidenceVerified({ ...parts, ...parts.evidence })
}

/** Whether everything is asked for. */
export function isWhole(scope: VerifyScope): boolean {
  return Object.values(scope).every((one) => one === null)
}

/** The plates alone, or a share of them: plates of one capture are in one share. */
export function* platesVerified(
  parts: VerifyParts,
  scope: VerifyScope,
  share: Share | null,
): Generator<Verified, Led> {
  const meant = parts.store.plates(queryFrom(scope))
  const captures = parts.store.captures()
  const plates = byCapture(meant, captures, share)
  const walk = walkOver(parts, captures, { told: [], readIds: [] })
  const total = plates.length
  for (const [at, { plate, version }] of plates.entries()) {
    yield { phase: 'plates', done: at + 1, total, ...plateVerified(walk, plate, version) }
  }
  return { told: [...walk.told], readIds: [...walk.readIds] }
}

/**
 * What no plate led to. The captures are those from before the plates were listed: what came since
 * has its plate in a moment.
 */
export function restVerified(
  parts: VerifyParts,
  captures: readonly StoredCapture[],
  led: Led,
): Verified {
  const findings = restOf(walkOver(parts, captures, led))
  const done = parts.store.counts().plates
  return { phase: 'plates', done, total: done, reads: 0, analyses: [], findings }
}

function walkOver(parts: VerifyParts, captures: readonly StoredCapture[], led: Led): Walk {
  return {
    ...parts,
    captures: new Map(captures.map((one) => [one.header.id, one])),
    later: new Map(),
    hear: captureHearer({ ...parts, readCapture: readerThatFollows(parts) }),
    told: new Set(led.told),
    readIds: new Set(led.readIds),
  }
}

/** Plates of one capture follow one another, so that it is heard once and forgotten soon. */
function byCapture(
  plates: readonly PlateSummary[],
  captures: readonly StoredCapture[],
  share: Share | null,
): readonly PlateSummary[] {
  const captureOfRead = new Map<number, number>()
  for (const [index, { reads }] of captures.entries()) {
    for (const { readId } of reads) captureOfRead.set(readId, index)
  }
  const placeOf = ({ readId }: PlateSummary): number => captureOfRead.get(readId) ?? 0
  const { at, of } = share ?? { at: 0, of: 1 }
  return plates
    .filter((one) => placeOf(one) % of === at)
    .toSorted((one, other) => placeOf(one) - placeOf(other))
}

function queryFrom({ plate, since, until, newestMax }: VerifyScope): PlateQuery {
  return {
    ...(plate === null ? {} : { plate }),
    ...(since === null ? {} : { since }),
    ...(until === null ? {} : { until }),
    ...(newestMax === null ? {} : { newestMax }),
  }
}

type OfPlate = Pick<Verified, 'reads' | 'analyses' | 'findings'>

/** A plate whose rows cannot be read is a finding, and the next plate is looked at all the same. */
function plateVerified(walk: Walk, plate: string, version: number): OfPlate {
  try {
    const detail = walk.store.plate(plate)
    if (detail === undefined) throw new RangeError(`Expected '${plate}' to be there still.`)
    return detailVerified(walk, detail, version)
  } catch (error) {
    if (!(error instanceof AssaydError)) throw error
    const message = `Plate '${plate}' cannot be read from the database: ${error.message}`
    return { reads: 0, analyses: [], findings: [finding({ kind: 'store', plate, message })] }
  }
}

function detailVerified(walk: Walk, detail: PlateDetail, newest: number): OfPlate {
  const { record, reads, analyses } = detail
  const { plate } = record
  const findings = reads.flatMap((read) => readVerified(walk, plate, read))
  const judged = analyses.map((stored) => {
    const read = reads.find(({ readId }) => readId === stored.readId)
    const found = analysisFindings(walk, stored, read)
    const isSame = found.length === 0
    return { codeVersion: stored.codeVersion, isSame, found }
  })
  const all = [
    ...findings,
    ...gaps(walk.store, detail, newest),
    ...judged.flatMap(({ found }) => found),
  ]
  return {
    reads: reads.length,
    analyses: judged.map(({ codeVersion, isSame }) => ({ codeVersion, isSame })),
    findings: all,
  }
}

/** Versions count up from 1; where one is missing, somebody took it away. */
function gaps(store: StoreView, detail: PlateDetail, newest: number): readonly Finding[] {
  const { record, reads, movedReads, analyses } = detail
  const { plate } = record
  const isEmptied = reads.every(({ readId }) => movedReads.includes(readId))
  const isOwed = record.layoutId !== '' && !isEmptied
  if (analyses.length === 0 && isOwed && !isWaiting(store, plate)) {
    return [finding({ kind: 'store', plate, message: `Plate '${plate}' has lost its analysis.` })]
  }
  const misnamed = analyses.filter((one) => one.analysisId !== `${plate}/${one.version}`)
  const there = new Set(analyses.map(({ version }) => version))
  const missing = Array.from({ length: newest }, (_, at) => at + 1).filter((one) => !there.has(one))
  return [
    ...missing.map((version) => `Analysis ${plate}/${version} is gone.`),
    ...misnamed.map(({ analysisId, version }) => `Analysis ${analysisId} says it is ${version}.`),
  ].map((message) => finding({ kind: 'store', plate, message }))
}

function readVerified(walk: Walk, plate: string, read: StoredRead): readonly Finding[] {
  walk.readIds.add(read.readId)
  const capture = captureOf(walk, read)
  if (capture === undefined) return readFindings(plate, read, undefined)
  // A capture that goes on holds more by now than when it was heard for another plate.
  const isHeard = capture.isSettled || walk.hear(capture).reads.has(read.place.lastByte)
  const heard = walk.hear(capture, { anew: !isHeard })
  const own = captureTold(walk, capture, plate)
  // What cannot be heard is said once, not for each of its reads.
  if (heard.reads.size === 0 && heard.findings.some(isUnheard)) return own
  return [...own, ...readFindings(plate, read, { capture, heard })]
}

/** A daemon may archive a capture while others are looked at. */
function readerThatFollows({ store, readCapture }: VerifyParts): CaptureParts['readCapture'] {
  return (file, archive) => {
    try {
      return readCapture(file, archive)
    } catch (error) {
      const isGone = error instanceof AssaydError && error.code === 'capture-missing'
      const now = isGone && archive === null ? store.oldCapture(file)?.archivedIn : null
      if (now === null || now === undefined) throw error
      return readCapture(file, now)
    }
  }
}

function captureOf({ store, captures, later }: Walk, read: StoredRead): StoredCapture | undefined {
  const { captureId } = read.place
  const find = (): StoredCapture | undefined => captures.get(captureId) ?? later.get(captureId)
  const known = find()
  if (known !== undefined) return known
  for (const one of store.captures()) later.set(one.header.id, one)
  return find()
}

function isUnheard({ kind }: Finding): boolean {
  return kind === 'capture' || kind === 'archive'
}

function isWaiting(store: StoreView, plate: string): boolean {
  return store.unfinished().plates.some(({ record }) => record.plate === plate)
}

/** What is wrong with a capture as a whole is told with the first plate that leads to it. */
function captureTold(walk: Walk, capture: StoredCapture, plate: string): readonly Finding[] {
  const { id } = capture.header
  if (walk.told.has(id)) return []
  walk.told.add(id)
  return walk.hear(capture).findings.map((one) => ({ ...one, plate }))
}

/** Captures and reads to which no plate leads: without a plate, or with one that was removed. */
function restOf(walk: Walk): readonly Finding[] {
  const waiting = walk.store.unfinished().reads
  const ofWaiting = waiting.flatMap((read) => readVerified(walk, '', read))
  const ofCaptures = [...walk.captures.values()].flatMap((one) => captureTold(walk, one, ''))
  const lost = [...walk.captures.values()].flatMap(({ file, isSettled, reads }) =>
    reads
      .filter(({ readId }) => isSettled && !walk.readIds.has(readId))
      .map(({ readId }) => {
        const message = `Read ${readId} of capture '${file}' belongs to no plate.`
        return finding({ kind: 'store', plate: '', message })
      }),
  )
  return [...ofWaiting, ...ofCaptures, ...lost]
}
