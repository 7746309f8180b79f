import {
  AssaydError,
  wellsOf,
  type Emission,
  type SimulatedPlate,
  type SimulatedReader,
  type Simulator,
  type SimulatorOptions,
  type Well,
} from '../../src/driver-kit.ts'
import { formatOf } from './plate.ts'
import { SEPARATORS, settingsSchema, type FileSettings } from './settings.ts'
import { VARIANTS } from './variants.ts'
import { bytesOf, writtenPlate, type WrittenLine } from './write.ts'

const FAULTS = {
  silent: 'nobody exports a plate, once',
  slow: 'the file comes in pieces with long waits between them',
  'lost-byte': 'one separator of a line with values is missing',
  'half-file': 'the second half of the file is missing',
  'other-locale': 'one value has the other decimal mark',
  'repeated-line': 'one line with values is there twice',
  'overrange-wells': 'four wells are above the range',
} as const

type FaultName = keyof typeof FAULTS
type Change = (
  lines: readonly WrittenLine[],
  dice: Dice,
  settings: FileSettings,
) => readonly WrittenLine[]
type Dice = (limit: number) => number

const OVERRANGE_WELLS = 4
const SLOW_MS = 8_000
const SLOW_PIECES = 5

/** Changes of a file; the plate stays for the next export. */
const CHANGES: Readonly<Partial<Record<FaultName, Change>>> = {
  'lost-byte': (lines, dice, { separator }) =>
    changed(lines, dice, ({ text }) => {
      const places = [...text.matchAll(new RegExp(SEPARATORS[separator], 'g'))].map(
        ({ index }) => index,
      )
      const at = places[dice(places.length)] ?? 0
      return [text.slice(0, at) + text.slice(at + 1)]
    }),
  'half-file': (lines) => lines.slice(0, lines.length / 2),
  'other-locale': (lines, dice, { decimal }) =>
    changed(lines, dice, ({ text }) => {
      const other = decimal === '.' ? '"0,5"' : '0.5'
      return [text.replace(/\d[,.]\d{4}/, other)]
    }),
  'repeated-line': (lines, dice) => changed(lines, dice, ({ text }) => [text, text]),
}

function changed(
  lines: readonly WrittenLine[],
  dice: Dice,
  change: (line: WrittenLine) => readonly string[],
): readonly WrittenLine[] {
  const rows = lines.flatMap(({ hasValues }, at) => (hasValues ? [at] : []))
  const place = rows[dice(rows.length)] ?? 0
  return lines.flatMap((line, at) =>
    at === place ? change(line).map((text) => ({ ...line, text })) : [line],
  )
}

/** A program that exports a plate when somebody says so: each file is one connection. */
export const simulator: Simulator = {
  driverId: 'plate-file',
  faults: FAULTS,
  notModelled: [
    'Notes, groups, computed results and several plates in one file.',
    'Folders and locks: a file comes as a connection does, which ends with it.',
    'Languages and versions of the programs other than those in the README.',
  ],
  variants: VARIANTS,
  bitsPerByte: 10,
  create: (options) => new ExportingProgram(options),
}

class ExportingProgram implements SimulatedReader {
  readonly #settings: FileSettings
  readonly #nextPlate: () => SimulatedPlate
  readonly #dice: Dice
  #fault: FaultName | null
  #plate: SimulatedPlate | undefined

  constructor({ nextPlate, fault, seed, settings }: SimulatorOptions) {
    this.#settings = settingsSchema.parse(settings ?? VARIANTS[0]?.settings)
    this.#nextPlate = nextPlate
    this.#dice = diceFrom(seed)
    this.#fault = faultOf(fault)
  }

  hear(): readonly Emission[] {
    return []
  }

  connected(): readonly Emission[] {
    return []
  }

  pressStart(): readonly Emission[] {
    const fault = this.#fault
    this.#fault = null
    if (fault === 'silent') return []
    this.#plate ??= this.#nextPlate()
    const dark = fault === 'overrange-wells' ? this.#someWells() : new Set<Well>()
    const lines = writtenPlate({ plate: this.#plate, dark }, this.#settings)
    const change = fault === null ? undefined : CHANGES[fault]
    if (change === undefined) this.#plate = undefined
    const said = change?.(lines, this.#dice, this.#settings) ?? lines
    return inPieces(bytesOf(said, this.#settings), fault === 'slow' ? SLOW_PIECES : 1)
  }

  #someWells(): ReadonlySet<Well> {
    const wells = wellsOf(formatOf(this.#settings))
    const pick = (): Well => wells[this.#dice(wells.length)] ?? 'A1'
    return new Set(Array.from({ length: OVERRANGE_WELLS }, pick))
  }
}

/** The file in pieces with waits between; with the last the connection ends. */
function inPieces(bytes: Uint8Array, count: number): readonly Emission[] {
  const size = Math.ceil(bytes.length / count)
  return Array.from({ length: count }, (_, at) => ({
    afterMs: at === 0 ? 0 : SLOW_MS,
    bytes: bytes.slice(at * size, (at + 1) * size),
    hangUp: at === count - 1,
  }))
}

function faultOf(name: string | null): FaultName | null {
  if (name === null) return null
  const known = Object.keys(FAULTS).find((one): one is FaultName => one === name)
  if (known !== undefined) return known
  throw new AssaydError('fault-unknown', `Files of plates have no fault '${name}'.`, {
    hint: `They have ${Object.keys(FAULTS).join(', ')}.`,
  })
}

/** Chance that is the same for the same seed: Park and Miller's generator. */
function diceFrom(seed: number): Dice {
  let state = (seed % 2_147_483_646) + 1
  return (limit) => {
    state = (state * 48_271) % 2_147_483_647
    return state % limit
  }
}
