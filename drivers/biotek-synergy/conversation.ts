import { type Identity, type Line, ReaderError, type ReadRequest } from '../../src/driver-kit.ts'

import { errorFromReply, MOTION_LIMITS, must, READ_LIMITS } from './ask.ts'
import {
  type AssayDefinition,
  bytesFromDefinition,
  geometryBytes,
  WAVELENGTHS_NM,
  WHOLE_96,
} from './definition.ts'
import { awakened } from './greeting.ts'

// How one plate is read: h, y, A, then for every wavelength D and O. With several wavelengths all
// definitions are loaded before the first O, the first one last: the reader refuses what it cannot
// do before anything is measured, and the decoder knows how many reads make the plate.

/** Lets a second plate that follows unasked begin before the reader is spoken to. */
const SETTLE_MS = 50
const WAVELENGTHS_MAX = 3

/** What a driver has to be told about one reader. */
export interface SynergySettings {
  readonly plateHeightMm: number
}

/** Has the reader measure one plate. Rejects with ReaderError. */
export function readWith({ plateHeightMm }: SynergySettings) {
  return async (line: Line, request: ReadRequest, _identity: Identity): Promise<void> => {
    const definitions = definitionsFor(request)
    await line.pause(SETTLE_MS)
    const here = errorFromReply(await awakened(line, 'h'))
    if (here !== undefined) throw here
    const argument = geometryBytes(plateHeightMm)
    await must(line, { code: 'y', argument, limits: MOTION_LIMITS })
    await must(line, { code: 'A', limits: MOTION_LIMITS })
    for (const definition of definitions.toReversed()) await load(line, definition)
    for (const [index, definition] of definitions.entries()) {
      if (index > 0) await load(line, definition)
      await must(line, { code: 'O', limits: READ_LIMITS })
    }
  }
}

async function load(line: Line, definition: AssayDefinition): Promise<void> {
  const argument = bytesFromDefinition(definition)
  await must(line, { code: 'D', argument, limits: MOTION_LIMITS })
}

/** One definition a wavelength. Throws ReaderError `reader-unsuited` before anything is said. */
function definitionsFor(request: ReadRequest): readonly AssayDefinition[] {
  const { format, kinetic, wavelengthsNm } = request
  if (format !== 96) {
    throw unsuited(`A plate of ${format} wells was asked for; how it is read is not known.`)
  }
  if (kinetic !== null) {
    throw unsuited('A kinetic read was asked for; its definition is not known.')
  }
  const all = [...new Set(wavelengthsNm)]
  if (all.length === 0 || all.length > WAVELENGTHS_MAX) {
    throw unsuited(`${all.length} wavelengths were asked for, 1 to ${WAVELENGTHS_MAX} can be read.`)
  }
  const { min, max } = WAVELENGTHS_NM
  const stranger = all.find((nm) => !Number.isInteger(nm) || nm < min || nm > max)
  if (stranger !== undefined) {
    throw unsuited(`${stranger} nm was asked for; ${min} to ${max} nm can be read, in whole nm.`)
  }
  const { rows, columns } = WHOLE_96
  const wells = { rows: request.rows ?? rows, columns: request.columns ?? columns }
  if (!isWithin(wells.rows, rows) || !isWithin(wells.columns, columns)) {
    throw unsuited(
      `Rows ${wells.rows.join('-')} and columns ${wells.columns.join('-')} were asked for, ` +
        'which a 96-well plate does not have.',
    )
  }
  return all.map((wavelengthNm) => ({ ...wells, wavelengthNm }))
}

function isWithin([first, last]: readonly [number, number], all: readonly [number, number]) {
  return first >= all[0] && first <= last && last <= all[1]
}

function unsuited(message: string): ReaderError {
  const hint = 'Read this plate with another reader, or change what is asked for.'
  return new ReaderError('reader-unsuited', message, { hint, retryable: false })
}
