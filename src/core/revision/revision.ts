import type { Analysis } from '../analysis.ts'
import { median } from '../stats/median.ts'
import { asStored } from '../verify/as-stored.ts'
import { differencesBetween } from '../verify/differences.ts'
import { claimed, namedResults, sampleName } from './results.ts'

/** What an analysis was computed from, and what came out. */
export interface Revised {
  readonly codeVersion: string
  readonly readId: number
  readonly documents: readonly {
    readonly kind: string
    readonly id: string
    readonly hash: string
  }[]
  readonly analysis: Analysis
}

/** An input that is not the same in two analyses; null where one of them has none. */
export interface InputChange {
  /** The kind of a document; `code` for the version of assayd, `read` for the read itself. */
  readonly kind: string
  readonly id: string
  /** SHA-256 in hex; of `code` and `read` the version and the number. */
  readonly before: string | null
  readonly after: string | null
}

/** A result that is not the same. */
export interface ResultChange {
  /** The way to the place: `sample slot 3 baseline 1:10 concentration`. */
  readonly where: string
  /** As JSON; `nothing` where there is none. */
  readonly before: string
  readonly after: string
  /** (after − before) / |before|; null unless both are numbers and the first is not 0. */
  readonly relative: number | null
}

/** How far the concentrations of samples moved that are quantified in both analyses. */
export interface Shift {
  /** Of each, |after − before| / |before|. */
  readonly relative: readonly number[]
  readonly median: number | null
  /** The sample that moved most; null when none did. */
  readonly worst: { readonly where: string; readonly relative: number } | null
}

/** What is different from one analysis of a plate to the next. */
export interface Revision {
  readonly inputs: readonly InputChange[]
  readonly results: readonly ResultChange[]
  readonly shift: Shift
  /** Neither an input nor any stored number differs. */
  readonly isSame: boolean
}

/** Compares an analysis that is stored with one that was computed anew. */
export function revisionOf(before: Revised, after: Revised): Revision {
  const inputs = inputChanges(before, after)
  const computed = asStored(after.analysis, before.analysis)
  const results = differencesBetween(
    namedResults(before.analysis),
    namedResults(after.analysis),
  ).map((one) => ({
    where: one.where,
    before: one.stored,
    after: one.computed,
    relative: relativeOf(one.stored, one.computed),
  }))
  const isSame = inputs.length === 0 && differencesBetween(before.analysis, computed).length === 0
  return { inputs, results, shift: shiftOf(before.analysis, after.analysis), isSame }
}

function inputChanges(before: Revised, after: Revised): readonly InputChange[] {
  const [old, now] = [inputsOf(before), inputsOf(after)]
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const [one, other] = [old.get(key), now.get(key)]
    const shown = other ?? one
    if (shown === undefined || one?.hash === other?.hash) return []
    const { kind, id } = shown
    return [{ kind, id, before: one?.hash ?? null, after: other?.hash ?? null }]
  })
}

/** There is one of each kind, but for the layouts that the plate could be of instead. */
function inputsOf({ codeVersion, readId, documents }: Revised) {
  const all = [
    { kind: 'code', id: 'assayd', hash: codeVersion },
    { kind: 'read', id: '', hash: String(readId) },
    ...documents,
  ]
  const keyOf = ({ kind, id }: (typeof all)[0]): string =>
    kind === 'other-layout' ? `${kind} ${id}` : kind
  return new Map(all.map((one) => [keyOf(one), one]))
}

function relativeOf(before: string, after: string): number | null {
  const [old, now] = [before, after].map((text) => (/^-?\d/.test(text) ? Number(text) : Number.NaN))
  const relative = relativeChange(old ?? Number.NaN, now ?? Number.NaN)
  return Number.isFinite(relative) ? relative : null
}

function relativeChange(before: number, after: number): number {
  return (after - before) / Math.abs(before)
}

function shiftOf(before: Analysis, after: Analysis): Shift {
  const valuesOf = ({ samples }: Analysis) =>
    new Map(samples.map((one) => [sampleName(one), claimed(one.concentration)]))
  const now = valuesOf(after)
  const moved = [...valuesOf(before)].flatMap(([where, old]) => {
    const relative = relativeChange(old ?? Number.NaN, now.get(where) ?? Number.NaN)
    return Number.isFinite(relative) ? [{ where, relative }] : []
  })
  const sizes = moved.map(({ relative }) => Math.abs(relative))
  const worst = moved.reduce<Shift['worst']>(
    (most, one) => (Math.abs(one.relative) > Math.abs(most?.relative ?? 0) ? one : most),
    null,
  )
  return { relative: sizes, median: median(sizes), worst }
}
