import type { z } from 'zod'

import type { RunSheet } from '../core/run-sheet.ts'
import { closed, id, list, optionalText, text, wholeNumber } from '../fields.ts'

/** Plate ids become file names on every system. */
const PLATE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
const PLATE_TEXT = 'a plate id of letters, digits, points, hyphens and underscores, at most 64'
/** What a sheet writes for a slot in which there is nothing. */
export const NOBODY = '-'
const DATE = 'a date such as 2026-11-23, or nothing'

const specimen = closed('the specimen of a slot', {
  slot: wholeNumber('a slot number from 1', { min: 1, max: 384 }),
  specimen: text(`the id of the milk specimen, or ${NOBODY} for a slot that is empty`),
  mother: optionalText('the id of the mother'),
  visit: optionalText('the visit at which the milk was taken'),
  date: optionalText(DATE)
    .unwrap()
    .regex(/^(\d{4}-\d\d-\d\d)?$/, { error: DATE, abort: true })
    .refine(isDay, { error: DATE })
    .default(''),
})

/** A run sheet, as YAML or as the rows of a CSV file. */
export const runSheetSchema = closed('a run sheet', {
  plate: text(PLATE_TEXT).regex(PLATE, { error: PLATE_TEXT }),
  layout: id('the id of a layout'),
  assay: id("the id of an assay other than the layout's own").nullable().default(null),
  reader: id('the id of the reader that is to measure the plate').nullable().default(null),
  barcode: text('the barcode on the plate').nullable().default(null),
  kit_lot: text('the lot of the kit'),
  operator: text('the name of the operator'),
  specimens: list(specimen, 'the specimen of each slot'),
})

export type RunSheetFile = z.output<typeof runSheetSchema>

/** The run sheet a sound file stands for, slots in order; empty slots are left out. */
export function runSheetFromFile({ kit_lot: kitLot, specimens, ...rest }: RunSheetFile): RunSheet {
  const there = specimens.filter(({ specimen: who }) => who !== NOBODY)
  return { ...rest, kitLot, specimens: there.toSorted((a, b) => a.slot - b.slot) }
}

/** A day the calendar has; `2026-02-30` is none. */
function isDay(date: string): boolean {
  const day = new Date(`${date}T00:00:00Z`)
  return date === '' || (!Number.isNaN(day.getTime()) && day.toISOString().startsWith(date))
}
