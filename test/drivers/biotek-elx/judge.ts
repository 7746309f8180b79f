import type { Addressed } from '../../../scripts/fuzz/moved.ts'
import type { PlateRead } from '../../../src/core/plate-read.ts'

// Whether a read may be believed, from the protocol's rules alone and without the driver's code.
// ELx data: CR, values in lines, maybe temperature, ^Z, checksum; again for each block; ^Z; final
// status. The text between CR and ^Z holds no ^Z, so the first ^Z after the start code ends the
// block.

const [ACK, CR, SUB, ETX] = [0x06, 0x0d, 0x1a, 0x03]
const STATUS_BYTES = 5
const LINES = /^(?:(?:,(?:[+-]\d{4}|\*{5}))+\r\n)+(?:\d{3})?$/

/** Data in 312 format has neither a checksum nor wells; a line is a row. */
export const addressed = (): Addressed => 'row'

/** Why the read must not be believed, or null. Data in 312 format has no checksum to judge by. */
export function judge(read: PlateRead): string | null {
  if (read.extra['dataFormat'] === '312') return judgeShape(read)
  const bytes = [...read.bytes]
  const start = startOfData(bytes)
  let [at, blocks] = [start, 0]
  while (bytes[at] === CR) {
    const end = bytes.indexOf(SUB, at)
    const why =
      end < 0 ? 'a block has no end' : judgeBlock(bytes.slice(at + 1, end), bytes[end + 1])
    if (why !== null) return why
    at = end + 2
    blocks += 1
  }
  if (blocks !== read.blocks.length) return `${blocks} blocks came, ${read.blocks.length} are read`
  if (bytes[at] !== SUB) return 'the last ^Z is missing'
  const final = String.fromCharCode(...bytes.slice(at + 1))
  if (final !== `0000${String.fromCharCode(ETX)}`) return `the final status is '${final}'`
  return judgeShape(read)
}

/** Behind the acknowledgement and the first status, of which an unasked plate may have neither. */
function startOfData(bytes: readonly number[]): number {
  const at = bytes[0] === ACK ? 1 : 0
  return bytes[at] === CR ? at : at + STATUS_BYTES
}

function judgeBlock(text: readonly number[], checksum: number | undefined): string | null {
  const sum = text.reduce((total, byte) => total + byte, SUB) % 256
  if (sum !== checksum) return `checksum ${String(checksum)} came, the bytes add up to ${sum}`
  return LINES.test(String.fromCharCode(...text)) ? null : 'a block is no lines of values'
}

/** Every value must stand in the bytes, and be what its characters say. */
function judgeShape({ blocks, bytes }: PlateRead): string | null {
  const text = String.fromCharCode(...bytes)
  for (const { wells } of blocks) {
    for (const { value, text: said } of wells) {
      if (!isSaid(value, said)) return `'${said}' is read as ${String(value)}`
      if (said !== '' && !text.includes(`,${said}`)) return `'${said}' never came`
    }
  }
  return blocks.length === 0 ? 'there is no block' : null
}

function isSaid(value: unknown, said: string): boolean {
  if (said === '') return value === 'unread'
  if (said === '*****') return value === 'overflow'
  return value === Number(`${said.slice(0, 2)}.${said.slice(2)}`) + 0
}
