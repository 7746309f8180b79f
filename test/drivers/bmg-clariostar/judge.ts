import type { PlateRead } from '../../../src/core/plate-read.ts'

// Why a read may not be believed, from the "CLARIOstar Plus Wire Protocol Reference" and without
// the driver's code: envelope and sum, counts of the header, and the OD of every well by the
// formula.

/** Why the read must not be believed, or null. */
export function judge({ bytes, blocks }: PlateRead): string | null {
  const view = Buffer.from(bytes)
  const why = judgeEnvelope(view)
  if (why !== null) return why
  const payload = view.subarray(4, -4)
  const [wells, groups] = [payload.readUInt16BE(20), blocks.length + 3]
  const total = groups * (wells + 2)
  const counts = [payload.readUInt16BE(7), payload.readUInt16BE(9), (payload.length - 36) / 4]
  if (counts.some((count) => count !== total)) return `${counts.join(', ')} is not ${total}`
  if (((payload[1] ?? 0) & 0x20) !== 0) return 'the reader was still busy'
  const at = (index: number): number => payload.readUInt32BE(36 + index * 4)
  for (const [group, block] of blocks.entries()) {
    const said = block.wells.filter(({ text }) => text !== '')
    if (said.length !== wells) return `${said.length} wells are read, ${wells} came`
    const high = at(groups * wells + group * 2)
    const referenceHigh = at(groups * wells + (groups - 1) * 2)
    for (const [index, { well, value }] of said.entries()) {
      const reference = at((groups - 1) * wells + index)
      const t = (at(group * wells + index) / high) * (referenceHigh / reference)
      if (!isOdOf(value, t, reference)) return `${well} is ${String(value)}, its light was ${t}`
    }
  }
  return null
}

function judgeEnvelope(view: Buffer): string | null {
  if (view[0] !== 0x02 || view[3] !== 0x0c || view.at(-1) !== 0x0d) return 'it is no frame'
  if (view.readUInt16BE(1) !== view.length) return 'its length is another'
  const sum = view.subarray(0, -4).reduce((total, byte) => total + byte, 0)
  const came = view.readUIntBE(view.length - 4, 3)
  return sum === came ? null : `checksum ${came} came, the bytes add up to ${sum}`
}

function isOdOf(value: unknown, t: number, reference: number): boolean {
  if (reference === 0) return value === 'unread'
  if (t <= 0) return value === 'overflow'
  return typeof value === 'number' && Math.abs(value + Math.log10(t)) <= 0.000_051
}
