import type { Addressed } from '../../../scripts/fuzz/moved.ts'
import type { Block, PlateRead } from '../../../src/core/plate-read.ts'

// Whether a read may be believed, from the manuals' rules alone and without the driver's code.
// Lines end with CR: title, maybe a time, filters; then blocks of `.begin`, eight rows of twelve
// values of six characters, their checksum, `.end`. The checksum adds up the rows, with their CR or
// without.

const ROW = /^(?:[ -]\d\.\d{3}| {1,5}-?\*[.*]{0,4}|-\*[.*]{0,4}){12}$/
const BEGIN = /^ *\.? *begin *$/i
const END = /^ *\.? *end *$/i
const STORED_HEAD_ITEMS = 10

interface RawBlock {
  readonly rows: readonly string[]
  readonly sum: string
}

/** Eight lines, a row each. */
export const addressed = (): Addressed => 'row'

/** Why the read must not be believed, or null. */
export function judge(read: PlateRead, settings: unknown): string | null {
  if (read.extra['origin'] === 'stored-plate') return judgeStored(read)
  const lines = String.fromCharCode(...read.bytes).split('\r')
  const raw = blocksIn(lines)
  if (typeof raw === 'string') return raw
  if (raw.length !== read.blocks.length) return `${raw.length} blocks came`
  const hasReference = lines.some((line) => /^Ref\. ?filter:/i.test(line))
  if (hasReference && raw.length === 1 && read.blocks[0]?.subtractedByInstrument === false) {
    return 'a difference is told as a plain measurement'
  }
  return judgeSums(raw, read.blocks, ruleOf(settings)) ?? judgeWells(raw, read.blocks)
}

function blocksIn(lines: readonly string[]): readonly RawBlock[] | string {
  const begins = lines.flatMap((line, at) => (BEGIN.test(line) ? [at] : []))
  if (begins.length === 0) return 'there is no block'
  const wrong = begins.find((at) => {
    const rows = lines.slice(at + 1, at + 9)
    return !rows.every((row) => ROW.test(row)) || !END.test(lines[at + 10] ?? '')
  })
  if (wrong !== undefined) return `the block in line ${wrong} is none`
  return begins.map((at) => ({ rows: lines.slice(at + 1, at + 9), sum: lines[at + 9] ?? '' }))
}

function ruleOf(settings: unknown): string {
  const isObject = typeof settings === 'object' && settings !== null
  return isObject && 'checksum' in settings ? String(settings.checksum) : 'find-out'
}

function judgeSums(
  raw: readonly RawBlock[],
  blocks: readonly Block[],
  rule: string,
): string | null {
  const fitting = raw.map(({ rows, sum }) => {
    const bare = rows.join('')
    if (Number(sum) === sumOf(bare)) return 'without-returns'
    return Number(sum) === sumOf(bare) + 8 * 13 - (sumOf(bare) + 8 * 13 > 255 ? 256 : 0)
      ? 'with-returns'
      : 'none'
  })
  const told = new Set(blocks.map(({ checksum }) => checksum))
  if (rule !== 'find-out' && fitting.some((each) => each !== rule)) return 'a checksum is wrong'
  if (new Set(fitting).size > 1) return 'one block has another checksum rule than the next'
  const expected = fitting[0] === 'none' ? 'unverifiable' : 'ok'
  return told.size === 1 && told.has(expected) ? null : `the checksums are not ${expected}`
}

function sumOf(text: string): number {
  let sum = 0
  for (const character of text) sum = (sum + (character.codePointAt(0) ?? 0)) % 256
  return sum
}

/** Every value must stand in its row at its place, and be what its characters say. */
function judgeWells(raw: readonly RawBlock[], blocks: readonly Block[]): string | null {
  for (const [index, { rows }] of raw.entries()) {
    const tokens = rows.flatMap((row) => row.match(/-?(?:\d\.\d{3}|\*[.*]*)/g) ?? [])
    const wells = blocks[index]?.wells ?? []
    if (tokens.length !== 96 || wells.length !== 96) return 'a block has not 96 values'
    for (const [at, { well, value }] of wells.entries()) {
      const wanted = wellName(at)
      if (well !== wanted) return `${well} stands where ${wanted} belongs`
      if (!isSaid(value, tokens[at] ?? '')) return `'${tokens[at]}' is ${String(value)} in ${well}`
    }
  }
  return null
}

function judgeStored({ bytes, blocks }: PlateRead): string | null {
  const items = String.fromCharCode(...bytes)
    .replaceAll('\r', ',')
    .split(',')
  const ends = items.filter((item) => /^ *\.?end *$/i.test(item)).length
  if (ends !== blocks.length) return `${ends} blocks came`
  for (const [index, { wells }] of blocks.entries()) {
    const from = STORED_HEAD_ITEMS + 1 + index * 98
    for (const [at, { well, value }] of wells.entries()) {
      const said = items[from + at]?.trim() ?? ''
      if (well !== wellName(at) || !isSaid(value, said)) return `'${said}' is misread in ${well}`
    }
  }
  return null
}

function wellName(at: number): string {
  return `${'ABCDEFGH'.charAt(Math.floor(at / 12))}${(at % 12) + 1}`
}

function isSaid(value: unknown, said: string): boolean {
  if (said.includes('*')) return value === (said.startsWith('-') ? 'underflow' : 'overflow')
  return said !== '' && value === Number(said) + 0
}
