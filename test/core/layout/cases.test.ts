import { readdirSync, readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

import type { LayoutWell } from '../../../src/core/layout/layout.ts'
import { loaded, mistakesOf } from '../../settings/config-fixture.ts'

/**
 * Each file of test/cases/layout is one layout: what it is about, its text, the parts it includes,
 * and either wells (with how many there are of each role) or the mistakes told.
 */
const FOLDER = new URL('../../cases/layout/', import.meta.url)

const caseSchema = z.strictObject({
  about: z.string(),
  layout: z.string(),
  with: z.record(z.string(), z.string()).default({}),
  wells: z.record(z.string(), z.string()).optional(),
  counts: z.record(z.string(), z.number()).optional(),
  mistakes: z.array(z.string()).optional(),
  elsewhere: z.array(z.string()).default([]),
})
type Case = z.output<typeof caseSchema>

const cases = readdirSync(FOLDER).map((file): [string, Case] => {
  const one = caseSchema.parse(parse(readFileSync(new URL(file, FOLDER), 'utf8')))
  return [`${file}: ${one.about}`, one]
})

function filesOf({ layout, with: parts }: Case): Record<string, string> {
  const files = Object.entries({ ...parts, case: layout })
  return Object.fromEntries(files.map(([id, text]) => [`layouts/${id}.yaml`, text]))
}

function inWords({ role, level, control, slot, condition, dilution, replicate }: LayoutWell) {
  const words = {
    standard: `standard ${level} rep ${replicate}`,
    control: `control ${control} x${dilution} rep ${replicate}`,
    sample: `slot ${slot} ${condition} x${dilution} rep ${replicate}`,
    blank: `blank rep ${replicate}`,
    empty: 'empty',
  }
  return words[role]
}

describe('layout cases', () => {
  it('are there, with wells or mistakes each', () => {
    expect(cases.length).toBeGreaterThan(15)
    for (const [, { wells, counts, mistakes }] of cases) {
      expect(wells !== undefined && counts !== undefined).toBe(mistakes === undefined)
    }
  })

  it.each(cases.filter(([, { wells }]) => wells !== undefined))('%s', (_, one) => {
    const layout = loaded(filesOf(one)).layouts.get('case')?.value
    const found = new Map(layout?.wells.map((well) => [well.well, inWords(well)]))
    const told = Object.keys(one.wells ?? {}).map((well) => [well, found.get(well)])
    expect(Object.fromEntries(told)).toEqual(one.wells)
    const counts = Object.groupBy(layout?.wells ?? [], ({ role }) => role)
    const counted = Object.entries(counts).map(([role, wells]) => [role, wells.length])
    expect(Object.fromEntries(counted)).toEqual(one.counts)
  })

  it.each(cases.filter(([, { mistakes }]) => mistakes !== undefined))('%s', (_, one) => {
    const all = mistakesOf(filesOf(one))
    const own = 'layouts/case.yaml:'
    const here = all.filter((line) => line.startsWith(own)).map((line) => line.slice(own.length))
    expect(here).toEqual(one.mistakes)
    const elsewhere = all.filter((line) => one.elsewhere.includes(line))
    expect(elsewhere).toEqual(one.elsewhere)
  })
})
