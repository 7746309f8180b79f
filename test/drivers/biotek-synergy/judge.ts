import type { PlateRead } from '../../../src/core/plate-read.ts'

// Why a read may not be believed, from PyLabRobot's recordings and the rules derived from them
// (section 4.3 of the protocol notes) and without the driver's code: acknowledgement, status 0000
// and ETX, then "01,1," CR, lines of row, column and value, temperature, ^Z, checksum, ^Z, status
// 0000, ETX. The checksum sums the bytes behind the first CR through the first ^Z.

const LINES = String.raw`(?:(?:,\d\d,\d\d,[^,\r\x1a]+)+\r\n)+`
const SUMMED = String.raw`\d{3}:\d\d:\d\d\.\d,\d{3}(${LINES})(\d{3})\x1a`
const ANSWER = new RegExp(String.raw`^\x060000\x0301,1,\r(${SUMMED})(\d{3})\x1a0000\x03`)

/** Why the read must not be believed, or null. */
export function judge(read: PlateRead): string | null {
  let rest = String.fromCharCode(...read.bytes)
  for (const { wells, wavelengthNm, temperatureC } of read.blocks) {
    const match = ANSWER.exec(rest)
    if (match === null) return `the answer at ${wavelengthNm} nm is none`
    const [whole, summed = '', lines = '', temperature, checksum] = match
    const sum = Buffer.from(summed, 'latin1').reduce((total, one) => total + one, 0) % 256
    if (sum !== Number(checksum)) return `checksum ${checksum} came, the bytes add up to ${sum}`
    if (temperatureC !== Number(temperature) / 10) return `${temperature} is not ${temperatureC} °C`
    const why = judgeWells(lines, new Map(wells.map((each) => [each.well, each])))
    if (why !== null) return why
    rest = rest.slice(whole.length)
  }
  if (read.blocks.length === 0) return 'there is no block'
  return rest === '' ? null : `${rest.length} bytes belong to no block`
}

type Wells = ReadonlyMap<string, PlateRead['blocks'][number]['wells'][number]>

/** Every well that was said is read as it was said, once, and no other well has a value. */
function judgeWells(lines: string, wells: Wells): string | null {
  const said = [...lines.matchAll(/,(\d\d),(\d\d),([^,\r]+)/g)]
  const names = said.map(([, row, column]) => nameOf(Number(row), Number(column)))
  if (new Set(names).size !== names.length) return 'a well was said twice'
  const rows = lines.split('\r\n').slice(0, -1)
  const isRowwise = rows.every((row) => new Set(row.match(/,(\d\d)(?=,\d\d,)/g)).size === 1)
  if (!isRowwise) return 'a line holds wells of several rows'
  for (const [index, [, , , text]] of said.entries()) {
    const well = wells.get(names[index] ?? '')
    if (well === undefined) return `${names[index]} was said, but not read`
    if (well.text !== text) return `${well.well} was said as '${text}', read as '${well.text}'`
    if (!isSaid(well.value, text)) return `'${text}' is read as ${String(well.value)}`
  }
  const values = [...wells.values()].filter(({ value }) => value !== 'unread')
  return values.length === said.length ? null : 'a well has a value that was not said'
}

function nameOf(row: number, column: number): string {
  return `${'ABCDEFGH'[row - 1] ?? '?'}${column}`
}

function isSaid(value: unknown, text: string | undefined): boolean {
  if (text === undefined) return false
  if (text.replaceAll('*', '') === '') return value === 'overflow'
  return /^[+-]\d\.\d{4}$/.test(text) && value === Number(text) + 0
}
