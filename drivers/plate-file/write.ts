import { isOd, type SimulatedPlate, type Well, type WellValue } from '../../src/driver-kit.ts'
import { columnNumbers, formatOf, rowLetters, wellsInRow } from './plate.ts'
import { SEPARATORS, type FileSettings } from './settings.ts'

/** One line of a file, and whether it has values. */
export interface WrittenLine {
  readonly text: string
  readonly hasValues: boolean
}

/** The plate of a file to write, with the wells that are above the range. */
export interface FilePart {
  readonly plate: SimulatedPlate
  readonly dark: ReadonlySet<Well>
}

type Writer = (part: FilePart, settings: FileSettings) => readonly WrittenLine[]

const WRITERS: Readonly<Record<FileSettings['dialect'], Writer>> = {
  tidy: (part, settings) => {
    const nm = wavelengthsOf(part, settings)
    const wells = rowLetters(formatOf(settings)).flatMap((_, at) => wellsOfRow(at, settings))
    const values = wells.map((well) => [
      well,
      ...nm.map((one) => textOf(part, [one, well], settings)),
    ])
    return [
      plain(joined(['well', ...nm.map(String)], settings)),
      ...values.map((one) => row(one, settings)),
    ]
  },
  matrix: (part, settings) =>
    wavelengthsOf(part, settings).flatMap((nm) => [
      plain(joined(['', ...columnNumbers(formatOf(settings))], settings)),
      ...rowsOf(part, [nm], settings),
      plain(''),
    ]),
  gen5: (part, settings) => {
    const nm = wavelengthsOf(part, settings)
    const head = [
      '',
      'Software Version\t3.12.08',
      '',
      'Plate Number\tPlate 1',
      'Reading Type\tSimulation',
    ]
    const procedure = [
      'Read\tAbsorbance Endpoint',
      '\tAbsorbance Endpoint',
      `\tWavelengths:  ${nm.join(', ')}`,
    ]
    return [
      ...[...head, '', ...procedure, '', 'Results'].map(plain),
      plain(joined(['', ...columnNumbers(formatOf(settings))], settings)),
      ...rowLetters(formatOf(settings)).flatMap((letter, at) =>
        nm.map((one, index) => {
          const texts = wellsOfRow(at, settings).map((well) => textOf(part, [one, well], settings))
          return row([index === 0 ? letter : '', ...texts, String(one)], settings)
        }),
      ),
    ]
  },
  softmax: (part, settings) => {
    const nm = wavelengthsOf(part, settings)
    const format = formatOf(settings)
    const columns = columnNumbers(format)
    const head = [
      'Plate:',
      'Plate1',
      '1.3',
      'PlateFormat',
      'Endpoint',
      'Absorbance',
      'Raw',
      'FALSE',
      '1',
    ]
    const shape = [
      nm.length,
      `${nm.join(' ')} `,
      1,
      columns.length,
      format,
      1,
      rowLetters(format).length,
    ]
    const rows = rowLetters(format).map((_, at) => {
      const blocks = nm.map((one) =>
        wellsOfRow(at, settings).map((well) => textOf(part, [one, well], settings)),
      )
      return row(
        [
          '',
          at === 0 ? '25' : '',
          ...blocks.flatMap((one, index) => (index === 0 ? one : ['', ...one])),
        ],
        settings,
      )
    })
    const labels = nm.flatMap((_, index) => (index === 0 ? columns : ['', ...columns]))
    return [
      plain('##BLOCKS= 1'),
      plain(joined([...head, '', '', '', '', '', ...shape.map(String)], settings)),
      plain(joined(['', 'Temperature(°C)', ...labels], settings)),
      ...rows,
      plain(''),
      plain('~End'),
    ]
  },
  skanit: (part, settings) => {
    const [nm = 450] = wavelengthsOf(part, settings)
    const head = ['Résultats de mesure', 'Session 1', '23/11/2026 09:00:00', '', 'Absorbance 1']
    return [
      ...[...head, `Longueur d'onde: ${nm} nm`, '', 'Plaque 1', ''].map(plain),
      plain(joined(['Abs', ...columnNumbers(formatOf(settings))], settings)),
      ...rowsOf(part, [nm], settings),
    ]
  },
}

/** The lines of a file in the dialect of the settings. */
export function writtenPlate(part: FilePart, settings: FileSettings): readonly WrittenLine[] {
  return WRITERS[settings.dialect](part, settings)
}

/** The bytes of lines in the encoding of the settings. */
export function bytesOf(lines: readonly WrittenLine[], { encoding }: FileSettings): Uint8Array {
  const text = lines.map((line) => `${line.text}\r\n`).join('')
  if (encoding === 'utf-8') return new TextEncoder().encode(text)
  // The simulator writes Latin-1 alone, which Windows-1252 holds at the same places.
  const codes = Array.from(text, (character) => character.charCodeAt(0))
  if (encoding === 'windows-1252') return Uint8Array.from(codes)
  return Uint8Array.from(codes.flatMap((code) => [code & 0xff, code >> 8]))
}

function rowsOf(
  part: FilePart,
  [nm]: readonly [number],
  settings: FileSettings,
): readonly WrittenLine[] {
  return rowLetters(formatOf(settings)).map((letter, at) => {
    return row(
      [letter, ...wellsOfRow(at, settings).map((well) => textOf(part, [nm, well], settings))],
      settings,
    )
  })
}

function textOf(
  { plate, dark }: FilePart,
  [nm, well]: readonly [number, Well],
  settings: FileSettings,
): string {
  const value: WellValue = dark.has(well) ? 'overflow' : (plate.od.get(nm)?.get(well) ?? 'unread')
  if (isOd(value)) return value.toFixed(4).replace('.', settings.decimal)
  const gen5 = value === 'overflow' ? 'OVRFLW' : 'MISSED'
  const told = value === 'masked' ? undefined : settings[value][0]
  const mark = told ?? (settings.dialect === 'gen5' ? gen5 : undefined)
  if (mark === undefined) throw new RangeError(`These files have no mark for '${value}'.`)
  return mark
}

function wavelengthsOf({ plate }: FilePart, settings: FileSettings): readonly number[] {
  const most = settings.dialect === 'skanit' ? 1 : 2
  return settings.wavelengths_nm ?? [...plate.od.keys()].slice(0, most)
}

function wellsOfRow(at: number, settings: FileSettings): readonly Well[] {
  return wellsInRow(at, columnNumbers(formatOf(settings))).map(([well]) => well)
}

function joined(fields: readonly string[], { separator }: FileSettings): string {
  return fields.join(SEPARATORS[separator])
}

function row(fields: readonly string[], settings: FileSettings): WrittenLine {
  return { text: joined(fields, settings), hasValues: true }
}

function plain(text: string): WrittenLine {
  return { text, hasValues: false }
}
