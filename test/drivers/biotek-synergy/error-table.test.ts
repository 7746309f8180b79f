import { expect, it } from 'vitest'

import { faultFromStatus } from '../../../drivers/biotek-synergy/error-table.ts'

it('no fault is told for an ok status, nor where none was given', () => {
  expect(faultFromStatus('0000')).toBeUndefined()
  expect(faultFromStatus('')).toBeUndefined()
})

// Section 4.1 of the protocol notes, whose codes section 4.3 says hold for these readers too.
it.each([
  ['0100', 'aborted', false],
  ['0200', 'no sensor', false],
  ['0402', 'position check', false],
  ['0500', 'saturated', false],
  ['0931', 'dark', false],
  ['0E00', 'wavelength', false],
  ['0e00', 'wavelength', false],
  ['1302', 'home', false],
  ['1600', 'assay definition', false],
  ['1700', 'interval', false],
  ['2100', 'parameter', false],
  ['2331', 'lamp', false],
  ['2D06', 'no assay definition is set', false],
  ['A100', 'task block', true],
  ['A200', 'already in progress', true],
  ['A900', 'heap', true],
])('%s means: %s', (status, meaning, fatal) => {
  const fault = faultFromStatus(status)
  expect(fault?.meaning).toContain(meaning)
  expect(fault?.fatal).toBe(fatal)
  expect(fault?.hint).toMatch(/\.$/)
})

it.each(['2D01', '7777', 'A500', 'B000'])('%s is told as a status not listed', (status) => {
  expect(faultFromStatus(status)?.meaning).toContain('does not list')
  expect(faultFromStatus(status)?.fatal).toBe(status.startsWith('A'))
})
