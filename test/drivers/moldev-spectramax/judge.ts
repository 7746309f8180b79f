import type { Addressed } from '../../../scripts/fuzz/moved.ts'
import type { PlateRead } from '../../../src/core/plate-read.ts'

// Why a read may not be believed, from PyLabRobot's parser of the data and without the driver's
// code: headings, counts, and the value of every well where its line and place put it.

const VALUE = /^(?:-?\d\.\d+|#SAT|-)$/

/** Each line has the number of its column, and its values by row. */
export const addressed = (): Addressed => 'column'

/** Why the read must not be believed, or null. */
export function judge({ bytes, blocks, format }: PlateRead): string | null {
  const text = Buffer.from(bytes).toString('latin1')
  const answers = text.split('>').slice(0, -1)
  const readings = Math.max(...blocks.map(({ interval }) => interval))
  if (!text.endsWith('>') || answers.length !== readings * 2) return 'prompts are missing'
  const perReading = blocks.length / readings
  for (let reading = 0; reading < readings; reading += 1) {
    const [ok = '', data = ''] = answers.slice(reading * 2)
    if (!ok.startsWith('OK')) return `reading ${reading + 1} does not begin with OK`
    const own = blocks.slice(reading * perReading, (reading + 1) * perReading)
    const why = judgeReading(data, own, format)
    if (why !== null) return `reading ${reading + 1}: ${why}`
  }
  return null
}

function judgeReading(data: string, blocks: PlateRead['blocks'], format: number): string | null {
  const lines = data.split('\n').map((line) => line.trim())
  const [heading = '', wavelengths, ...rest] = lines.filter((line) => line !== '')
  const [time, temperature, , ...more] = heading.split('\t')
  if (!Number.isFinite(Number(time)) || more.length > 0) return 'its heading is none'
  const all = blocks.map(({ wavelengthNm }) => String(wavelengthNm))
  if (wavelengths !== ['L:', ...all].join('\t')) return 'its wavelengths are others'
  const sections = rest.join('\n').split(/^L:\t/m).slice(1)
  if (sections.length !== blocks.length) return 'wavelengths are missing'
  for (const [index, section] of sections.entries()) {
    const [nm, ...columns] = section.trim().split('\n')
    const block = blocks[index]
    if (block === undefined || nm !== String(block.wavelengthNm)) return `${nm} nm was not asked`
    if (block.temperatureC !== Number(temperature)) return 'its temperature is another'
    const why = judgeColumns(columns, block, format)
    if (why !== null) return `${nm} nm: ${why}`
  }
  return null
}

function judgeColumns(
  lines: readonly string[],
  { wells }: PlateRead['blocks'][number],
  format: number,
): string | null {
  const width = format === 96 ? 12 : 24
  const said = wells.filter(({ text }) => text !== '')
  const columns = [...new Set(said.map(({ well }) => Number(well.slice(1))))].sort((a, b) => a - b)
  const tokens = lines.map((line) => line.split(/[\s:]+/))
  const numbers = tokens.map(([number]) => Number(number))
  const isNumbered = [0, (columns[0] ?? 1) - 1].some((offset) =>
    numbers.every((number, index) => number === index + 1 + offset),
  )
  if (!isNumbered || numbers.length !== columns.length) return `columns ${numbers.join()} came`
  const decimals = new Set<number>()
  for (const [at, column] of columns.entries()) {
    const own = wells.filter((_, index) => (index % width) + 1 === column)
    const values = tokens[at]?.slice(1) ?? []
    const read = own.filter(({ text }) => text !== '')
    if (read.map(({ text }) => text).join() !== values.join()) return `column ${column} is another`
    for (const { text, value } of read) {
      if (!VALUE.test(text)) return `'${text}' is no value`
      const wanted = text === '#SAT' ? 'overflow' : text === '-' ? 'unread' : Number(text)
      if (value !== wanted) return `'${text}' became ${value}`
      if (typeof value === 'number') decimals.add(text.length - text.indexOf('.'))
    }
  }
  return decimals.size > 1 ? 'its numbers have different decimals' : null
}
