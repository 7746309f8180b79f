import { indexFromWell, shapeOf, type Well, wellFromRowColumn } from '../../src/driver-kit.ts'

import type { Dialect } from './settings.ts'

/** The counts of a plate by well, in the reader's own digits. */
export type Counts = ReadonlyMap<Well, string>

/** What a line came to. */
export type Taken =
  | { readonly kind: 'taken' }
  /** It belongs to no plate, and none has begun. */
  | { readonly kind: 'noise' }
  /** The last value of a plate whose end can be known from its lines. */
  | { readonly kind: 'done' }
  | { readonly kind: 'broken'; readonly what: string }

/** Puts lines together to a plate: every value is counted, and none is guessed. */
export interface PlateLines {
  take(line: string): Taken
  readonly hasBegun: boolean
  /** All wells came. */
  readonly isFull: boolean
  readonly counts: Counts
}

const TAKEN: Taken = { kind: 'taken' }
const SHOWN_CHARACTERS = 40

export function createPlateLines(dialect: Dialect): PlateLines {
  const form = formOf(dialect)
  const total = Number(dialect.wells)
  const counts = new Map<Well, string>()
  let headed = 0

  const refuse = (what: string): Taken =>
    headed > 0 || counts.size > 0 ? { kind: 'broken', what } : { kind: 'noise' }
  const put = (items: readonly string[]): string | undefined => {
    for (const item of items) {
      const match = form.exec(dialect.padded === 'yes' ? item.replaceAll(/^ +| +$/g, '') : item)
      if (match === null) return `'${shown(item)}' is no value`
      const well = wellOf(match.groups ?? {}, { dialect, index: counts.size })
      if (well === undefined) return `'${shown(item)}' is of no well`
      if (counts.has(well)) return `${well} came twice`
      counts.set(well, match.groups?.['count'] ?? '')
    }
    return undefined
  }
  const values = (line: string): Taken => {
    if (counts.size >= total) return refuse(`'${shown(line)}' came behind the last well`)
    const isLast = counts.size + dialect.valuesPerLine >= total
    const items = itemsOf(line, dialect, isLast)
    if (typeof items === 'string') return refuse(items)
    // What is no value before any value came is noise; nothing of it may stay.
    const before = counts.size
    const what = put(items)
    if (what !== undefined && before === 0 && headed === 0) counts.clear()
    if (what !== undefined) return refuse(what)
    return counts.size === total && dialect.end !== 'pause' ? { kind: 'done' } : TAKEN
  }
  return {
    take(line) {
      if (line === '') return TAKEN
      const due = dialect.before[headed]
      if (due === undefined) return values(line)
      if (line !== due) return refuse(`'${shown(line)}' came where '${due}' was due`)
      headed += 1
      return TAKEN
    },
    get hasBegun() {
      return headed > 0 || counts.size > 0
    },
    get isFull() {
      return counts.size === total
    },
    counts,
  }
}

/** The values of a line, or what is wrong with it. */
function itemsOf(line: string, dialect: Dialect, isLast: boolean): readonly string[] | string {
  const { endMark, separator, separatorAfterLast, valuesPerLine } = dialect
  const hasMark = endMark !== undefined && line.endsWith(endMark)
  if (endMark !== undefined && hasMark !== isLast)
    return isLast ? `the line does not end with '${endMark}'` : `'${endMark}' came too early`
  const body = hasMark ? line.slice(0, -endMark.length) : line
  const items = valuesPerLine === 1 && separatorAfterLast === 'no' ? [body] : body.split(separator)
  if (separatorAfterLast === 'yes' && items.pop() !== '')
    return `the line does not end with '${separator}'`
  if (items.length === valuesPerLine) return items
  return `a line has ${items.length} values, expected ${valuesPerLine}`
}

const GROUPS: Readonly<Record<string, string>> = {
  count: String.raw`(?<count>\d{1,7})`,
  well: String.raw`(?<well>[A-Pa-p]\d{1,2})`,
  row: String.raw`(?<row>\d{1,2}|[A-P])`,
  column: String.raw`(?<column>\d{1,2})`,
  row0: String.raw`(?<row0>\d{1,2})`,
  column0: String.raw`(?<column0>\d{1,2})`,
}

/** The form of a value as a pattern; everything that is no placeholder stands for itself. */
function formOf({ value }: Dialect): RegExp {
  const parts = value
    .split(/(\{[a-z0-9]+\})/)
    .map((part) => GROUPS[part.slice(1, -1)] ?? part.replaceAll(/[^\w ]/g, String.raw`\$&`))
  return new RegExp(`^${parts.join('')}$`)
}

interface Place {
  readonly dialect: Dialect
  /** How many values came before. */
  readonly index: number
}

function wellOf(
  groups: Readonly<Record<string, string | undefined>>,
  { dialect, index }: Place,
): Well | undefined {
  const format = dialect.wells === '384' ? 384 : 96
  const { rows, columns } = shapeOf(format)
  const named = (row: number, column: number): Well | undefined => {
    const isThere = row >= 1 && row <= rows && column >= 1 && column <= columns
    return isThere ? wellFromRowColumn({ row, column }) : undefined
  }
  if (dialect.order === 'row-major')
    return named(Math.floor(index / columns) + 1, (index % columns) + 1)
  if (dialect.order === 'column-major')
    return named((index % rows) + 1, Math.floor(index / rows) + 1)
  const { well, row, column, row0, column0 } = groups
  if (well !== undefined) {
    const at = indexFromWell(well, format)
    return at === undefined ? undefined : named(Math.floor(at / columns) + 1, (at % columns) + 1)
  }
  const rowNumber = row === undefined ? Number(row0) + 1 : rowFrom(row)
  return named(rowNumber, column === undefined ? Number(column0) + 1 : Number(column))
}

function rowFrom(text: string): number {
  return /^[A-P]$/.test(text) ? text.charCodeAt(0) - 64 : Number(text)
}

/** The beginning of a line for a message, printable. */
export function shown(text: string): string {
  return text.slice(0, SHOWN_CHARACTERS).replaceAll(/[^ -~]/g, '?')
}
