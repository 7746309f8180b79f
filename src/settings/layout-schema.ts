import { z } from 'zod'

import type { DilutionsPlan, LayoutPlan, WellContent } from '../core/layout/plan.ts'
import { EMPTY_CONTENT } from '../core/layout/plan.ts'
import type { Part } from './read-closed.ts'
import { closed, id, list, oneOf, oneOrMany, text, wholeNumber } from '../fields.ts'

const WELLS = "wells as one text, such as A1-H2, 'A1, B1' or 'A1, A3, ..., A11'"
const SLOT = { min: 1, max: 384 }
const DILUTION = 'a dilution as its factor: 1 is undiluted, 10 is one part in ten'

const wells = text(WELLS)
const direction = oneOf(['down', 'across'], 'a direction')
const replicates = wholeNumber('a number of wells that should agree, 1 to 24', { min: 1, max: 24 })
const condition = id('a condition: baseline, unstimulated or the id of an organism')
const level = wholeNumber("the position of a standard in the assay's list, from 1", SLOT)

/** Refuses `1:10`, `1/10` and `0.1`, which people read in two ways, and says what to write. */
const dilution = z
  .number({ error: ({ input }) => dilutionMeant(input) })
  .min(1, { error: ({ input }) => dilutionMeant(input) })
  .max(1e9, { error: DILUTION })
  .meta({ description: DILUTION })

const area = {
  wells,
  fill: direction
    .default('down')
    .meta({ description: 'where the next group goes: down or across' }),
  run: direction
    .default('across')
    .meta({ description: 'how the replicates of a group lie: side by side is across' }),
  replicates: replicates.default(1),
}

const standards = closed('a series of standards', {
  ...area,
  levels: z
    .union([level, list(level, 'levels in the order they lie')], {
      error: 'a number of levels, or the list of them in the order they lie',
    })
    .transform((levels) => (typeof levels === 'number' ? countFrom1(levels) : levels))
    .meta({ description: 'a number of levels, or the list of them in the order they lie' }),
})

const specimens = closed('an area of specimens', {
  ...area,
  slots: wholeNumber('a number of specimens, 1 to 384', SLOT),
  first_slot: wholeNumber('the slot of the first specimen, from 1', SLOT).default(1),
  conditions: list(condition, 'the conditions of every specimen'),
  dilutions: z
    .union(
      [list(dilution, 'dilution factors'), z.record(condition, list(dilution, 'dilution factors'))],
      {
        error: 'a list of dilution factors, or one list a condition',
      },
    )
    .transform((dilutions): DilutionsPlan => dilutions)
    .default([1])
    .meta({ description: 'a list of dilution factors, or one list a condition' }),
})

const control = closed('a control', {
  id: id('the id of the control'),
  wells,
  dilution: dilution.default(1),
})

const shift = wholeNumber('a number of rows or columns to move by, -23 to 23', {
  min: -23,
  max: 23,
})
const include = closed('an included layout', {
  layout: id('the id of the included layout'),
  shift: closed('a shift in rows and columns', {
    rows: shift.default(0),
    columns: shift.default(0),
  }).default({ rows: 0, columns: 0 }),
})

const exception = z
  .discriminatedUnion(
    'role',
    [
      closed('a well without content', { wells, role: z.enum(['blank', 'empty']) }),
      closed('a standard', { wells, role: z.literal('standard'), level }),
      closed('a control', {
        wells,
        role: z.literal('control'),
        control: id('the id of the control'),
        dilution: dilution.default(1),
      }),
      closed('a sample', {
        wells,
        role: z.literal('sample'),
        slot: wholeNumber('the slot of the specimen, from 1', SLOT),
        condition,
        dilution: dilution.default(1),
      }),
    ],
    { error: 'a role: standard, blank, control, sample, empty' },
  )
  .transform(({ wells: at, ...content }) => ({
    wells: at,
    content: { ...EMPTY_CONTENT, ...content } satisfies WellContent,
  }))

/** `config/layouts/*.yaml`. */
export const layoutSchema = closed('a layout', {
  id: id('the id of the layout, which is the name of its file'),
  name: text('a name in one line that says what the layout is for'),
  plate: z.literal([96, 384], { error: 'the number of wells: 96 or 384' }),
  part: z
    .boolean({ error: 'true (other layouts include it, no plate has it) or false' })
    .default(false)
    .meta({ description: 'true (other layouts include it, no plate has it) or false' }),
  assay: id('the id of the assay these plates are read with').optional(),
  baseline: oneOf(['baseline', 'unstimulated'], 'a baseline').optional(),
  include: oneOrMany(include, 'layouts whose wells come along').default([]),
  standards: oneOrMany(standards, 'the standard series').default([]),
  specimens: oneOrMany(specimens, 'the areas of specimens').default([]),
  controls: oneOrMany(control, 'the controls').default([]),
  blanks: wells.nullable().default(null),
  empty: wells.nullable().default(null).meta({ description: 'wells that nothing may use' }),
  exceptions: oneOrMany(exception, 'wells that are something else than the areas say').default([]),
})

export type LayoutFile = z.output<typeof layoutSchema>

/** The plan a layout file holds, as far as it could be read; null without a plate format. */
export function planFromFile(file: Part<LayoutFile>): LayoutPlan | null {
  if (file.plate === undefined) return null
  const { plate, include: included = [], standards: series = [], controls = [] } = file
  const { blanks = null, empty = null, exceptions = [] } = file
  const areas = (file.specimens ?? []).map(({ first_slot: firstSlot, ...rest }) => ({
    ...rest,
    firstSlot,
  }))
  const lists = { include: included, standards: series, specimens: areas, controls, exceptions }
  return { plate, blanks, empty, ...lists }
}

function countFrom1(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at + 1)
}

function dilutionMeant(input: unknown): string {
  if (typeof input === 'number' && input > 0 && input < 1)
    return `the factor ${Number((1 / input).toPrecision(6))}: 1 is undiluted, 10 is one part in ten`
  const ratio = typeof input === 'string' ? /^\s*1\s*([:/])\s*(\d+)\s*$/.exec(input) : null
  if (ratio?.[2] === undefined) return DILUTION
  const parts = Number(ratio[2])
  const added = ratio[1] === ':' ? `, or ${parts + 1} for one part added to ${parts}` : ''
  return `the factor: ${parts} for one part in ${parts}${added}`
}
