import { createHash } from 'node:crypto'

import { expect, it } from 'vitest'

import type { RunSheet } from '../../src/core/run-sheet.ts'
import type { Sourced } from '../../src/ports/settings.ts'
import { openStore } from '../../src/store/open-store.ts'
import { sampleCapture } from '../support/sample-records.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const SHEET: RunSheet = {
  plate: 'P1',
  layout: 'test',
  assay: null,
  reader: 'elx',
  barcode: null,
  kitLot: '',
  operator: '',
  specimens: [],
}

function sheetOf(plate: string): Sourced<RunSheet> {
  const text = `plate,${plate}`
  const hash = createHash('sha256').update(text).digest('hex')
  return { value: { ...SHEET, plate }, file: `${plate}.csv`, text, hash }
}

it('a sheet was expected at its reader, also beside others and before later ones', () => {
  const store = openStore(temporaryFolder())
  const [first, beside, later, never] = ['P1', 'P2', 'P3', 'P4'].map(sheetOf)
  if (!first || !beside || !later || !never) throw new TypeError('Four sheets were made.')
  const header = sampleCapture()
  const was = ({ hash }: Sourced<RunSheet>, reader = header.reader) =>
    store.wasExpected(reader, hash)
  store.saveCapture(header, 'a.capture')
  const of = { captureId: header.id, fromByte: 0 }
  store.saveExpectation({ ...of, sheets: [first, beside] })
  store.saveExpectation({ ...of, sheets: [later] })
  store.saveExpectation({ ...of, sheets: [] })
  expect([first, beside, later, never].map((one) => was(one))).toEqual([true, true, true, false])
  expect(was(first, 'another')).toBe(false)
  const kept = [first, beside, later, never].map(({ hash }) => store.expectedSheet(hash))
  expect(kept).toEqual([first, beside, later, undefined])
  store.close()
})
