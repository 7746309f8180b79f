import { type Identity, ReaderError, type ReadRequest } from '../../src/driver-kit.ts'

import { type AssayDefinition, BLANK_DEFINITION } from './assay-definition.ts'
import { BASECODE_3 } from './greeting.ts'
import { INTERVALS_MAX, type Range } from './read-plan.ts'

/** What a request becomes for one reader, before anything is said. */
export interface ReadSetup {
  readonly definition: AssayDefinition
  /** Null when the reader has no ranges: it reads the whole plate, without a checksum. */
  readonly ranges: { readonly rows: Range; readonly columns: Range } | null
  readonly temperature: boolean
  readonly barcode: boolean
  /** Seconds between reads, or null when it is no kinetic read. */
  readonly intervalS: number | null
}

const NAME = 'ASSAYD'
const CHANNELS_MAX = 3
const INTERVALS_MIN = 2
const INTERVAL_S_MAX = 65_535
const WHOLE = { rows: [1, 8], columns: [1, 12] } as const

/**
 * Fits a request to a reader. Throws ReaderError `reader-unsuited` when the reader cannot do it.
 * Temperature and barcode are left out where the reader has none: a plate without them is better
 * than no plate.
 */
export function setupFor(request: ReadRequest, identity: Identity): ReadSetup {
  const { features } = identity
  if (request.format !== 96) {
    throw unsuited(
      `A ${request.format}-well plate was asked for; ELx readers are driven as 96-well.`,
    )
  }
  checkWavelengths(request, identity)
  checkKinetic(request)
  return {
    definition: {
      ...BLANK_DEFINITION,
      name: NAME,
      ...timing(request),
      ...optics(request, identity),
    },
    ranges: rangesFor(request, features['ranges'] === true),
    temperature: request.temperature && features[BASECODE_3] === true,
    barcode: request.barcode && features['barcode'] === true,
    intervalS: request.kinetic?.intervalS ?? null,
  }
}

function checkWavelengths({ wavelengthsNm, referenceNm }: ReadRequest, identity: Identity): void {
  const wanted = new Set(referenceNm === null ? wavelengthsNm : [...wavelengthsNm, referenceNm])
  const missing = [...wanted].filter((each) => !identity.wavelengthsNm.includes(each))
  if (wavelengthsNm.length === 0) throw unsuited('A read at no wavelength at all was asked for.')
  if (missing.length === 0) return
  throw unsuited(
    `The reader has no filter for ${missing.join(', ')} nm; ` +
      `it has ${identity.wavelengthsNm.join(', ')} nm.`,
  )
}

function checkKinetic({ kinetic }: ReadRequest): void {
  if (kinetic === null) return
  const { count, intervalS } = kinetic
  const fits =
    isWithin(count, [INTERVALS_MIN, INTERVALS_MAX]) && isWithin(intervalS, [0, INTERVAL_S_MAX])
  if (fits) return
  throw unsuited(
    `A kinetic read of ${count} readings every ${intervalS} s was asked for; ` +
      'the reader takes 2 to 9999 readings, 0 to 65535 s apart.',
  )
}

function timing({ kinetic }: ReadRequest): Partial<AssayDefinition> {
  if (kinetic === null) return {}
  return { readType: 'kinetic', intervalS: kinetic.intervalS, readCount: kinetic.count }
}

/**
 * Several wavelengths come back as a block each where the reader can; where it cannot, it subtracts
 * the reference itself, and only the difference exists.
 */
function optics(request: ReadRequest, { features }: Identity): Partial<AssayDefinition> {
  const { wavelengthsNm, referenceNm } = request
  const all = [...new Set(referenceNm === null ? wavelengthsNm : [...wavelengthsNm, referenceNm])]
  const [first, ...others] = all
  if (first !== undefined && others.length === 0) return { measurementNm: first }
  if (features['multiWavelength'] === true) {
    if (all.length <= CHANNELS_MAX) return { wavelengthsNm: all }
    throw unsuited(`${all.length} wavelengths were asked for; the reader takes three at once.`)
  }
  const [measurementNm, ...more] = all.filter((each) => each !== referenceNm)
  if (measurementNm !== undefined && more.length === 0 && referenceNm !== null) {
    return { measurementNm, referenceNm, subtractsReference: true }
  }
  throw unsuited(
    `The wavelengths ${all.join(', ')} nm were asked for; ` +
      'this reader measures one at a time, or one less a reference.',
  )
}

/** The whole plate is asked for by ranges too: they are what makes the reader send checksums. */
function rangesFor({ rows, columns }: ReadRequest, hasRanges: boolean): ReadSetup['ranges'] {
  const wanted = { rows: rows ?? WHOLE.rows, columns: columns ?? WHOLE.columns }
  checkRange(wanted.rows, { name: 'rows', last: WHOLE.rows[1] })
  checkRange(wanted.columns, { name: 'columns', last: WHOLE.columns[1] })
  if (hasRanges) return wanted
  if (rows === null && columns === null) return null
  throw unsuited('A part of the plate was asked for; this reader reads whole plates only.')
}

function checkRange(
  [first, last]: Range,
  limit: { readonly name: string; readonly last: number },
): void {
  if (isWithin(first, [1, limit.last]) && isWithin(last, [first, limit.last])) return
  throw unsuited(
    `The ${limit.name} ${first} to ${last} were asked for; the plate has 1 to ${limit.last}.`,
  )
}

function isWithin(value: number, [least, most]: Range): boolean {
  return Number.isInteger(value) && value >= least && value <= most
}

/** The reader cannot do what was asked; a person changes the assay or the reader. */
export function unsuited(message: string): ReaderError {
  const hint = 'Change the assay or the layout, or use a reader that can do it.'
  return new ReaderError('reader-unsuited', message, { hint })
}
