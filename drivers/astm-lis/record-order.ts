import { printable } from './frame.ts'
import { fieldOf, type LisRecord } from './records.ts'

// Patients hold orders, orders hold results; comments and makers' records belong to what stands
// before them. Each level is numbered from 1, anew under each parent. Source: LIS02-A2.

/** The levels that are numbered, outermost first. */
const LEVELS: readonly string[] = ['P', 'O', 'R']
const ATTACHED = new Set(['C', 'M', 'S', 'Q'])

interface Count {
  last: number
  /** Nothing of this level came under its parent so far. */
  isFresh: boolean
}

/** What is wrong with the order of a message's records, or undefined. */
export function wrongOrder(records: readonly LisRecord[]): string | undefined {
  const counts = LEVELS.map((): Count => ({ last: 0, isFresh: true }))
  let hasOrder = false
  for (const record of records.slice(1, -1)) {
    const level = LEVELS.indexOf(record.type)
    if (level < 0) {
      if (!ATTACHED.has(record.type)) return `'${printable(record.type)}' is no kind of record`
      continue
    }
    if (record.type === 'O') hasOrder = true
    // Some analysers leave the patient out; a result without an order belongs to nothing.
    if (record.type === 'R' && !hasOrder) return 'a result came before any order'
    const what = miscounted(record, counts.slice(level))
    if (what !== undefined) return what
  }
  return undefined
}

/**
 * A gap or a repetition in the numbers is a record that was lost or came twice. Whether numbers go
 * on or begin anew under the next parent is left to the analyser.
 */
function miscounted(record: LisRecord, [count, ...below]: readonly Count[]): string | undefined {
  if (count === undefined) return undefined
  const text = fieldOf(record, 2).trim()
  const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN
  const isDue = number === count.last + 1 || (count.isFresh && number === 1)
  if (!isDue) {
    const due = count.isFresh ? 1 : count.last + 1
    return `${record.type} record '${printable(text)}' came where number ${due} was due`
  }
  count.last = number
  count.isFresh = false
  for (const level of below) level.isFresh = true
  return undefined
}
