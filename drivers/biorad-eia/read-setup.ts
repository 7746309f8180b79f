import { ReaderError, type ReadRequest } from '../../src/driver-kit.ts'

import type { Settings } from './settings.ts'

/** The wavelengths to measure, the second as the reader's reference; both come back. */
export type Wanted = readonly number[]

const WAVELENGTHS_MAX = 2

/**
 * Fits a request to a reader before anything is said. Throws ReaderError `reader-unsuited` when the
 * reader cannot do it. A barcode, and the temperature of a 550, are left out: a plate without them
 * is better than no plate.
 */
export function fitRequest(request: ReadRequest, { plate }: Settings): Wanted {
  const { format, wavelengthsNm, referenceNm, rows, columns, kinetic } = request
  if (format !== 96) throw unsuited(`A ${format}-well plate was asked for; the reader reads 96.`)
  if (kinetic !== null) {
    throw unsuited('A kinetic read was asked for; by command the reader reads once.')
  }
  if (rows !== null || columns !== null) {
    throw unsuited('A part of the plate was asked for; the reader reads whole plates only.')
  }
  if (plate !== 'measure') return []
  const signals = wavelengthsNm.filter((each) => each !== referenceNm)
  const all = [...new Set(referenceNm === null ? signals : [...signals, referenceNm])]
  if (all.length === 0) throw unsuited('A read at no wavelength at all was asked for.')
  if (all.length <= WAVELENGTHS_MAX) return all
  throw unsuited(`${all.length} wavelengths were asked for; the reader takes two at once.`)
}

/** The positions of the filters, from 1. Throws ReaderError when one is not there. */
export function positionsFor(wanted: Wanted, filtersNm: readonly number[]): readonly number[] {
  const missing = wanted.filter((each) => !filtersNm.includes(each))
  if (missing.length > 0) {
    const there = filtersNm.filter((each) => each > 0).join(', ')
    throw unsuited(`The reader has no filter for ${missing.join(', ')} nm; it has ${there} nm.`)
  }
  return wanted.map((each) => filtersNm.indexOf(each) + 1)
}

function unsuited(message: string): ReaderError {
  const hint = 'Change the assay or the layout, or use a reader that can do it.'
  return new ReaderError('reader-unsuited', message, { hint })
}
