import { counted } from '../core/counted.ts'
import { lapsedInWords, type LapsedVerdict } from '../core/lapsed-verdict.ts'
import { hanging } from './hanging.ts'
import { NO_NUMBER, significant } from './number-format.ts'
import { fieldsOf, listOf, numberOf, textOf } from './told.ts'
import { textTable } from './text-table.ts'

/** What a command reads of a changed plate in the daemon's answers. */
export interface ChangeSeen {
  readonly plate: string
  readonly outcome: string
  readonly before: string | null
  readonly after: string | null
  readonly inputs: readonly {
    readonly kind: string
    readonly id: string
    readonly before: string | null
    readonly after: string | null
  }[]
  readonly results: readonly ResultSeen[]
  readonly compared: number
  readonly median: number | null
  readonly worst: { readonly where: string; readonly relative: number } | null
  /** What was signed for the analysis before, in words. */
  readonly lapsed: string | null
  readonly problem: string | null
}

/** A result that came out otherwise. */
export interface ResultSeen {
  readonly where: string
  readonly before: string
  readonly after: string
  readonly relative: number | null
}

/** Results of one plate that are printed; `--json` and `--out` have them all. */
const RESULTS_SHOWN_MAX = 12
const HASH_SHOWN = 10
/** What follows from a result that is printed beside it: errors, limits and counts of wells. */
const DETAILS = / (?:se|lower|upper|n)$/
const WORDS = { od: 'OD', meanOd: 'mean OD', log2Fold: 'log2', backFit: 'back-fit' }

/** A plate's change in the daemon's JSON. */
export function changeOf(told: unknown): ChangeSeen {
  const change = fieldsOf(told)
  const worst = fieldsOf(change['worst'])
  const where = textOf(worst['where'])
  return {
    plate: textOf(change['plate']) ?? '',
    outcome: textOf(change['outcome']) ?? '',
    before: textOf(change['analysis_before']),
    after: textOf(change['analysis_id']),
    inputs: listOf(change['inputs']).map(fieldsOf).map(inputOf),
    results: listOf(change['results']).map(fieldsOf).map(resultOf),
    compared: numberOf(change['compared']) ?? 0,
    median: numberOf(change['median_relative']),
    worst: where === null ? null : { where, relative: numberOf(worst['relative']) ?? 0 },
    lapsed: lapsedOf(change),
    problem: textOf(fieldsOf(change['problem'])['message']),
  }
}

type Told = ReturnType<typeof fieldsOf>

function lapsedOf(change: Told): string | null {
  const told = fieldsOf(change['lapsed'])
  const [verdict, name, at] = [told['verdict'], told['name'], told['at']].map(textOf)
  const version = numberOf(told['version'])
  if (!isVerdict(verdict) || version === null) return null
  return lapsedInWords({ verdict, version, name: name ?? '', at: at ?? '' }, version + 1)
}

function isVerdict(text: string | null | undefined): text is LapsedVerdict['verdict'] {
  return text === 'accepted' || text === 'rejected'
}

function inputOf(told: Told): ChangeSeen['inputs'][number] {
  return {
    kind: textOf(told['kind']) ?? '',
    id: textOf(told['id']) ?? '',
    before: textOf(told['before']),
    after: textOf(told['after']),
  }
}

function resultOf(told: Told): ResultSeen {
  return {
    where: textOf(told['where']) ?? '',
    before: textOf(told['before']) ?? '',
    after: textOf(told['after']) ?? '',
    relative: numberOf(told['relative']),
  }
}

/** One plate: which inputs changed, and what that did to its results. */
export function changeLines(change: ChangeSeen): readonly string[] {
  const { inputs, results, before } = change
  const inputRows = inputs.map(({ kind, id, ...hashes }) => [
    kind,
    id,
    shortened(hashes.before),
    shortened(hashes.after),
  ])
  const told = results.filter(({ where }) => !DETAILS.test(where))
  const shown = told.toSorted((one, other) => sizeOf(other) - sizeOf(one))
  const rows = shown
    .slice(0, RESULTS_SHOWN_MAX)
    .map((one) => [
      whereText(one.where),
      valueText(one.before),
      valueText(one.after),
      signedPercent(one.relative),
    ])
  const more = results.length - rows.length
  return [
    headLine(change),
    ...(change.lapsed === null ? [] : [`${change.plate}: ${change.lapsed}`]),
    ...(inputRows.length === 0
      ? []
      : ['', ...textTable(['input', 'id', 'before', 'after'], inputRows)]),
    ...(rows.length === 0 ? [] : ['', ...textTable(['result', 'before', 'after', 'change'], rows)]),
    ...(more > 0 ? [`and ${more} more; --json has all`] : []),
    ...(before === null || change.outcome === 'failed' ? [] : ['', ...shiftLines(change)]),
  ]
}

function headLine({ plate, outcome, before, after, problem }: ChangeSeen): string {
  if (outcome === 'failed') return `${plate}: ${problem ?? 'cannot be computed'}`
  if (outcome === 'unchanged') {
    return `${plate}: nothing is different, so that ${before ?? ''} stays the newest analysis.`
  }
  if (after === null) return `${plate}: another version than ${before ?? 'none'} would be made.`
  const kept = before === null ? '' : `; ${before} is kept`
  return `${plate}: the results are stored as ${after}${kept}.`
}

/** How far the concentrations of samples moved. */
export function shiftLines({
  compared,
  median,
  worst,
}: Pick<ChangeSeen, 'compared' | 'median'> & {
  readonly worst: { readonly where: string; readonly relative: number } | null
}): readonly string[] {
  const most =
    worst === null ? 'none moved' : `most ${signedPercent(worst.relative)} (${worst.where})`
  const middle = median === null ? '' : `, median ${significant(100 * median, 3)} %`
  const said = `${counted(compared, 'concentration')} compared: ${most}${middle}.`
  return hanging(said, 2)
}

/** `+4.2 %`, or nothing to say. */
export function signedPercent(relative: number | null): string {
  if (relative === null) return NO_NUMBER
  return `${relative > 0 ? '+' : ''}${significant(100 * relative, 3)} %`
}

/** What has no number to compare, as a flag or a state, comes first. */
function sizeOf({ relative }: ResultSeen): number {
  return relative === null ? Infinity : Math.abs(relative)
}

function shortened(hash: string | null): string {
  if (hash === null) return NO_NUMBER
  return hash.length === 64 ? hash.slice(0, HASH_SHOWN) : hash
}

/** Names of fields as the report of a plate calls them. */
function whereText(where: string): string {
  const words = Object.entries(WORDS)
  return words.reduce(
    (text, [name, word]) => text.replace(new RegExp(` ${name}$`), ` ${word}`),
    where,
  )
}

/** Texts without their quotes, numbers with as many digits as people read. */
function valueText(json: string): string {
  if (json === 'null' || json === 'nothing') return NO_NUMBER
  if (/^-?\d/.test(json)) return significant(Number(json))
  return json.replaceAll(/^"|"$/g, '')
}
