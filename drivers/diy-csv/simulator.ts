import {
  type Emission,
  type SimulatedPlate,
  type SimulatedReader,
  type Simulator,
  type SimulatorOptions,
  shapeOf,
  type Well,
  wellFromRowColumn,
  wellsOf,
  bytesFromText,
  textFromBytes,
} from '../../src/driver-kit.ts'

import { commandBytes, dialectOf } from './dialects.ts'
import { countFrom } from './light.ts'
import { type Dialect, type Light, schema } from './settings.ts'
import { diceFrom, FAULTS, isMishap, type Mishap, STRIKES } from './simulated-faults.ts'

/** A made-up light where the settings describe none: counts come, and no OD is taken from them. */
const SOME_LIGHT: Light = { response: 'linear', fullScale: 4095, blank: [3500], dark: [40] }
const SCAN_MS = 1_000
const CHUNK_GAP_MS = 3
const OVERRANGE_WELLS = 4

const linear = { response: 'linear', fullScale: 4095, blank: 3600, dark: 40 }

/** A home-made reader, as its settings describe it. */
export const simulator: Simulator = {
  driverId: 'diy-csv',
  faults: FAULTS,
  notModelled: [
    'The commands that heat, move or blink: only the question and the start are heard.',
    'Noise of the detector, drift, and light that strays from well to well.',
    'The debugging lines of some OPSpec firmware, which the driver refuses.',
    'Which corner of the plate is the first well: the firmware does not say.',
    'All times, and every blank, dark and full scale of the variants: made up.',
  ],
  variants: [
    {
      name: 'UBC capstone',
      settings: { reader: 'ubc-capstone', wavelengthNm: 450, light: linear },
    },
    {
      name: 'OPSpec',
      settings: {
        reader: 'opspec',
        wavelengthNm: 450,
        light: { response: 'logarithmic', fullScale: 4095, blank: 3600, countsPerOd: 990 },
      },
    },
    {
      name: 'Miriam',
      settings: {
        reader: 'miriam',
        wavelengthNm: 450,
        light: { response: 'linear', fullScale: 1023, blank: 900, dark: 10 },
      },
    },
    {
      name: 'a reader with a key and a row a line',
      settings: {
        reader: 'own',
        wavelengthNm: 450,
        light: { ...linear, fullScale: 65_535, blank: 60_000 },
        dialect: {
          baud: 19_200,
          before: ['PLATE'],
          startupLines: ['READY'],
          order: 'row-major',
          valuesPerLine: 12,
          separator: ';',
          pauseMs: 1_000,
        },
      },
    },
  ],
  bitsPerByte: 10,
  create,
}

function create(options: SimulatorOptions): SimulatedReader {
  const { fault } = options
  if (fault !== null && !Object.hasOwn(FAULTS, fault)) {
    throw new RangeError(
      `Unrecognized fault: '${fault}'. Known are ${Object.keys(FAULTS).join(', ')}.`,
    )
  }
  const settings = schema.parse(options.settings)
  const dialect = dialectOf(settings)
  const light = settings.light ?? SOME_LIGHT
  const dice = diceFrom(options.seed)
  let mishap: Mishap | null = fault !== null && isMishap(fault) ? fault : null
  let plate: SimulatedPlate | undefined
  const lines = (isDark = false): readonly string[] => {
    plate ??= options.nextPlate()
    const dark = new Set(isDark ? darkWells(plate, dice) : [])
    return plateLines({ plate, dialect, light, dark, nm: settings.wavelengthNm })
  }
  const scan = (): readonly Emission[] => {
    const strike = mishap
    mishap = null
    const taken = (): void => void (plate = undefined)
    if (strike !== null) return STRIKES[strike]({ lines, taken, dice, dialect })
    const said = lines()
    taken()
    return saidLines(said, SCAN_MS)
  }
  const cut = fault === 'chunked' ? byteByByte : (one: Emission) => [one]
  const hear = listening(dialect, scan)
  const isByKey = dialect.start === undefined
  return {
    hear: (bytes) => hear(bytes).flatMap(cut),
    connected: () => [],
    ...(isByKey ? { pressStart: () => scan().flatMap(cut) } : {}),
  }
}

/** The reader's input: commands as they are written, line ends and all. */
function listening(dialect: Dialect, scan: () => readonly Emission[]) {
  const { start, hello, echoes, refusal } = dialect
  const ending = textFromBytes(commandBytes('', dialect))
  let heard = ''
  const obey = (command: string): readonly Emission[] => {
    const echo = echoes === 'yes' ? [command] : []
    if (command === start) return [...saidLines(echo, 2), ...scan()]
    const answer = hello?.answer.replaceAll('*', '1')
    if (command === hello?.say && answer !== undefined) return saidLines([...echo, answer], 2)
    return saidLines(refusal === undefined ? echo : [`${refusal} invalid command ${command}`], 2)
  }
  return (bytes: Uint8Array): readonly Emission[] => {
    heard += textFromBytes(bytes)
    const commands = ending === '' ? [...heard.split(''), ''] : heard.split(ending)
    heard = commands.pop() ?? ''
    return commands.flatMap(obey)
  }
}

interface PlateText {
  readonly plate: SimulatedPlate
  readonly dialect: Dialect
  readonly light: Light
  readonly dark: ReadonlySet<Well>
  readonly nm: number | undefined
}

/** A plate as the reader's lines, without their ends. */
function plateLines({ plate, dialect, light, dark, nm }: PlateText): readonly string[] {
  const od = plate.od.get(nm ?? 450) ?? new Map()
  const wells = inOrder(dialect)
  const items = wells.map(({ well, row, column }) => {
    const value = dark.has(well) ? 'overflow' : (od.get(well) ?? 'unread')
    const words: Readonly<Record<string, string | number>> = {
      count: countFrom(value, light),
      well,
      row,
      column,
      row0: row - 1,
      column0: column - 1,
    }
    return dialect.value.replaceAll(/\{(\w+)\}/g, (_form, name: string) => String(words[name]))
  })
  const { valuesPerLine: width, separator, separatorAfterLast, before, endMark = '' } = dialect
  const after = separatorAfterLast === 'yes' ? separator : ''
  const lines = Array.from(
    { length: items.length / width },
    (_, at) => items.slice(at * width, (at + 1) * width).join(separator) + after,
  )
  return [...before, ...lines.map((line, at) => (at === lines.length - 1 ? line + endMark : line))]
}

function inOrder({ order, wells, value }: Dialect) {
  const { rows, columns } = shapeOf(wells === '384' ? 384 : 96)
  // The UBC reader goes along the columns, whatever its addresses are called.
  const isByColumn = order === 'column-major' || value.includes('{column0}')
  return Array.from({ length: rows * columns }, (_, index) => {
    const row = isByColumn ? (index % rows) + 1 : Math.floor(index / columns) + 1
    const column = isByColumn ? Math.floor(index / rows) + 1 : (index % columns) + 1
    return { well: wellFromRowColumn({ row, column }), row, column }
  })
}

function darkWells({ format }: SimulatedPlate, dice: (limit: number) => number): readonly Well[] {
  const wells = wellsOf(format)
  return Array.from({ length: OVERRANGE_WELLS }, () => wells[dice(wells.length)] ?? 'A1')
}

/** Lines with CR and LF, the first after a wait. */
export function saidLines(lines: readonly string[], afterMs: number): readonly Emission[] {
  return lines.map((line, at) => ({
    afterMs: at === 0 ? afterMs : 0,
    bytes: bytesFromText(`${line}\r\n`),
  }))
}

function byteByByte(emission: Emission): readonly Emission[] {
  return Array.from(emission.bytes, (byte, index) => ({
    ...(index === 0 ? emission : { afterMs: CHUNK_GAP_MS }),
    bytes: Uint8Array.of(byte),
  }))
}
