import { describe, expect, it } from 'vitest'

import { driver } from '../../../drivers/print-capture/driver.ts'
import { rejection } from '../../support/rejection.ts'
import { REQUEST } from '../conformance-kit.ts'
import { MATRIX } from './prints.ts'

const mistakesIn = (template: unknown): readonly string[] => {
  const result = driver.settings?.schema.safeParse({ template })
  return result?.error?.issues.map(({ path }) => path.join('.')) ?? []
}

describe('the settings of a reader that prints', () => {
  it('may be left out altogether', () => {
    const one = driver.settings?.configure(undefined)
    expect(one?.facts.lines).toMatchObject([{ baud: 9600, dataBits: 8, parity: 'none' }])
    expect(one?.facts.unaskedQuietMs).toBe(5000)
  })

  it('set the line', () => {
    const line = { baud: 2400, data_bits: 7, parity: 'even', stop_bits: 2 }
    expect(driver.settings?.configure({ line, pause_s: 2 }).facts).toMatchObject({
      lines: [{ baud: 2400, dataBits: 7, parity: 'even', stopBits: 2, flowControl: 'none' }],
      unaskedQuietMs: 2000,
    })
  })

  it('take a template that agrees with itself', () => {
    expect(mistakesIn(MATRIX)).toEqual([])
  })

  it.each([
    ['commas for fields and for decimals', { separator: 'comma', decimal: ',' }, 'decimal'],
    ['wavelengths twice', { heading: 'F {nm}' }, 'wavelengths_nm'],
    ['wavelengths never', { wavelengths_nm: null }, 'wavelengths_nm'],
    ['fewer wavelengths than blocks', { blocks: 2 }, 'wavelengths_nm'],
    ['a heading without a wavelength', { wavelengths_nm: null, heading: 'F' }, 'heading'],
    ['a difference of an unknown', { subtracted: 'by-reader' }, 'reference_nm'],
    ['a reference that nobody takes off', { reference_nm: 630 }, 'subtracted'],
    ['a column beyond the plate', { last_column: 13 }, 'last_column'],
    ['columns that end before they begin', { first_column: 5, last_column: 4 }, 'first_column'],
    ['a mark with two meanings', { unread: ['*****'] }, 'unread'],
    ['a plate of another size', { wells: 100 }, 'wells'],
    [
      'a day that is none',
      { confirmed: { by: 'x', date: 'today', capture: 'c' } },
      'confirmed.date',
    ],
    ['nobody who confirmed', { confirmed: { date: '2026-11-23', capture: 'c' } }, 'confirmed.by'],
  ])('refuse %s', (_, change, place) => {
    expect(mistakesIn({ ...MATRIX, ...change })).toContain(`template.${place}`)
  })
})

it('nobody can order a print: START is at the reader', async () => {
  const line = {
    ask: () => Promise.reject(new Error('Something was said to a printer.')),
    pause: async () => undefined,
  }
  const identity = await driver.greet(line)
  expect(identity).toMatchObject({ model: 'unknown reader', features: { template: false } })
  if (identity === undefined) return
  expect(await rejection(driver.read(line, REQUEST, identity))).toMatchObject({
    code: 'reader-unsuited',
    retryable: false,
  })
})
