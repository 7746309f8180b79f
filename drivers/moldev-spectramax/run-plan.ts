import { type PlateFormat, shapeOf } from '../../src/driver-kit.ts'

// What one read is told, both ways. Source: PyLabRobot at 598b58f, `base.py`, `base_tests.py` and
// `spectramax_384_plus.py`: commands, their order, and millimetres with three decimals.

/** First and last, printed numbers from 1. */
export type Range = readonly [first: number, last: number]

/** What one read measures. */
export interface RunPlan {
  readonly format: PlateFormat
  readonly rows: Range
  readonly columns: Range
  readonly wavelengthsNm: readonly number[]
  /** Readings in time; an endpoint read has one. */
  readonly kinetic: { readonly count: number; readonly intervalS: number } | null
}

export const MODELS = ['m5', '384-plus'] as const
export const CALIBRATIONS = ['on', 'once', 'off'] as const

/** What a driver has to be told about one reader. */
export interface SpectraMaxSettings {
  readonly model: (typeof MODELS)[number]
  readonly lineEnd: 'cr' | 'lf'
  readonly calibrate: (typeof CALIBRATIONS)[number]
}

interface Geometry {
  readonly x: number
  readonly y: number
  readonly pitch: number
}

/** ANSI/SLAS 4-2004: where well A1 lies from the left and the upper edge, and the pitch, in mm. */
const GEOMETRY: Readonly<Record<PlateFormat, Geometry>> = {
  96: { x: 14.38, y: 11.24, pitch: 9 },
  384: { x: 12.13, y: 8.99, pitch: 4.5 },
}
const FORMATS: readonly PlateFormat[] = [96, 384]

/** `!XPOS` or `!YPOS`: the centre of the first well, the pitch, how many. */
export function positionLine(axis: 'X' | 'Y', at: readonly [number, number, number]): string {
  const [firstMm, pitchMm, count] = at
  return `!${axis}POS ${firstMm.toFixed(3)} ${pitchMm.toFixed(3)} ${count}`
}

/** Everything that is said before `!READ`, in this order. */
export function linesFor(
  plan: RunPlan,
  { model, calibrate }: Pick<SpectraMaxSettings, 'model' | 'calibrate'>,
): readonly string[] {
  const { columns, kinetic } = plan
  const isM5 = model === 'm5'
  return [
    '!CLEAR DATA',
    ...positionLines(plan),
    `!STRIP ${columns[0]} ${countOf(columns)}`,
    '!CSPEED 8',
    '!SHAKE OFF',
    `!WAVELENGTH ${plan.wavelengthsNm.join(' ')}`,
    `!CALIBRATE ${calibrate.toUpperCase()}`,
    kinetic === null ? '!MODE ENDPOINT' : `!MODE KINETIC ${kinetic.intervalS} ${kinetic.count}`,
    '!ORDER COLUMN',
    '!SPEED OFF',
    ...(isM5 ? ['!TAG OFF'] : []),
    isM5 ? '!READTYPE ABSPLA' : '!READTYPE PLA',
  ]
}

function positionLines({ format, rows }: RunPlan): readonly string[] {
  const { x, y, pitch } = GEOMETRY[format]
  const firstY = y + (rows[0] - 1) * pitch
  return [
    positionLine('X', [x, pitch, shapeOf(format).columns]),
    positionLine('Y', [firstY, pitch, countOf(rows)]),
  ]
}

export function countOf([first, last]: Range): number {
  return last - first + 1
}

/** How many times data are handed over. */
export function readingsOf({ kinetic }: RunPlan): number {
  return kinetic?.count ?? 1
}

/**
 * What a reader measures that took these lines since its data were cleared, by the names of their
 * commands; undefined when they are not all there, or not as they are said here.
 */
export function planFrom(lines: ReadonlyMap<string, string>): RunPlan | undefined {
  const said = (name: string, form: RegExp): readonly string[] | undefined =>
    form.exec(lines.get(name) ?? '')?.slice(1)
  const wells = wellsFrom(said)
  const [wavelengths] = said('wavelength', /^!WAVELENGTH (\d{1,4}(?: \d{1,4}){0,5})$/) ?? []
  const mode = said('mode', /^!MODE (?:ENDPOINT|KINETIC (\d{1,5}) (\d{1,4}))$/)
  const isAbsorbance = said('readtype', /^!READTYPE (?:ABS)?PLA$/) !== undefined
  const isByColumn = lines.get('order') === '!ORDER COLUMN'
  const isSet = isAbsorbance && isByColumn && mode !== undefined
  if (wells === undefined || wavelengths === undefined || !isSet) return undefined
  const [interval, count] = mode
  return {
    ...wells,
    wavelengthsNm: wavelengths.split(' ').map(Number),
    kinetic:
      interval === undefined || count === undefined
        ? null
        : { intervalS: Number(interval), count: Math.max(1, Number(count)) },
  }
}

function wellsFrom(
  said: (name: string, form: RegExp) => readonly string[] | undefined,
): Pick<RunPlan, 'format' | 'rows' | 'columns'> | undefined {
  const x = said('xpos', /^(!XPOS .+)$/)?.[0]
  const format = FORMATS.find((each) => x === xLineOf(each))
  const y = said('ypos', /^!YPOS (\d+\.\d{3}) (\d+\.\d{3}) (\d{1,2})$/)?.map(Number)
  const strip = said('strip', /^!STRIP (\d{1,2}) (\d{1,2})$/)?.map(Number)
  if (format === undefined) return undefined
  const places = GEOMETRY[format]
  const [firstY = 0, pitchY = 0, rowCount = 0] = y ?? []
  const [firstColumn = 0, columnCount = 0] = strip ?? []
  const firstRow = Math.round(((firstY - places.y) / places.pitch + 1) * 1_000) / 1_000
  const shape = shapeOf(format)
  const rows = rangeWithin(firstRow, rowCount, shape.rows)
  const columns = rangeWithin(firstColumn, columnCount, shape.columns)
  if (rows === undefined || columns === undefined || pitchY !== places.pitch) return undefined
  return { format, rows, columns }
}

function xLineOf(format: PlateFormat): string {
  const { x, pitch } = GEOMETRY[format]
  return positionLine('X', [x, pitch, shapeOf(format).columns])
}

function rangeWithin(first: number, count: number, highest: number): Range | undefined {
  const last = first + count - 1
  const isRange = Number.isInteger(first) && first >= 1 && count >= 1 && last <= highest
  return isRange ? [first, last] : undefined
}
