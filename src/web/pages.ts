import { z } from '@hono/zod-openapi'

import { AssaydError } from '../core/errors.ts'
import { PAGE_ROWS_MAX } from '../core/page-rows.ts'
import type { Slice, SliceOf } from '../ports/lists.ts'
import { seatsFor } from './seats.ts'
import { openTurns } from './turns.ts'

/** So many rows unless more are asked for. */
const PAGE_ROWS_USUAL = 100
/** With so many bytes a page is full, however few rows those are. */
const PAGE_BYTES_MAX = 256 * 1024
/** So many rows are looked for at once. */
const SLICE_ROWS_MAX = 100
/** So many pages are gathered at a time. */
const GATHERED_MAX = 32

/** What a query of a list says of the page; `cursor` is the form of the list's own. */
export const pageWords = (cursor: RegExp) => ({
  newest_max: z.coerce.number().int().min(1).max(PAGE_ROWS_MAX).default(PAGE_ROWS_USUAL).openapi({
    description: 'so many rows at most, the newest of those that fit',
  }),
  before: z
    .string()
    .regex(cursor, 'expected what an answer of this list gave as `before`')
    .optional()
    .openapi({ description: 'what an answer gave as its `before`: the page of older rows' }),
})

/** The form of a cursor that is one number. */
export const NUMBER = /^\d{1,15}$/

/** What an answer with a page says of the next one. */
export const olderSchema = z.string().nullable().openapi({
  description: 'to be asked for the page of older rows; null when there are none',
})

/** A list of which a page is asked for. */
export interface PageOf<Row> {
  readonly asked: { readonly newest_max: number; readonly before?: string | undefined }
  readonly slice: (of: SliceOf) => Slice<Row>
  /** About how long a row is in JSON, where rows differ much. */
  readonly bytesOf?: (row: Row) => number
  /** Aborted when whoever asked is gone. */
  readonly signal: AbortSignal
}

/** Rows oldest first, as every list has them. */
export interface Page<Row> {
  readonly rows: readonly Row[]
  readonly before: string | null
}

/** Gathers pages. Rejects with AssaydError `too-many-requests`, or what the slices throw. */
export type Pages = <Row>(of: PageOf<Row>) => Promise<Page<Row>>

/** Pages of lists, each gathered slice by slice, so that none holds up the daemon. */
export function openPages(): Pages {
  const inTurn = openTurns()
  const seats = seatsFor(GATHERED_MAX)
  return async ({ asked, slice, bytesOf = () => 0, signal }) => {
    if (!seats.take()) throw tooMany()
    try {
      const rows: ReturnType<typeof slice>['rows'][number][] = []
      let before = asked.before ?? null
      let bytes = 0
      do {
        const rowsMax = Math.min(SLICE_ROWS_MAX, asked.newest_max - rows.length)
        const of = { rowsMax, before }
        const next = await inTurn(() => slice(of))
        rows.push(...next.rows)
        bytes = next.rows.reduce((sum, row) => sum + bytesOf(row), bytes)
        before = next.before
      } while (
        before !== null &&
        rows.length < asked.newest_max &&
        bytes < PAGE_BYTES_MAX &&
        !signal.aborted
      )
      return { rows: rows.toReversed(), before }
    } finally {
      seats.leave()
    }
  }
}

/** The first rows of a list that grows at its end, as many as a page takes; one at least. */
export function firstOf<Row>(rows: readonly Row[], bytesOf: (row: Row) => number): readonly Row[] {
  let bytes = 0
  const full = rows.findIndex((row) => (bytes += bytesOf(row)) >= PAGE_BYTES_MAX)
  const end = full === -1 ? rows.length : full + 1
  return rows.slice(0, Math.min(end, PAGE_ROWS_USUAL))
}

function tooMany(): AssaydError {
  return new AssaydError('too-many-requests', `${GATHERED_MAX} lists are looked for already.`, {
    hint: 'Wait until one of them is there.',
  })
}
