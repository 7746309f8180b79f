/** The cell with one bit the other way. */
export function flipped(cell: unknown): string | number | Uint8Array {
  if (typeof cell === 'string') return withBit(Buffer.from(cell)).toString('latin1')
  if (cell instanceof Uint8Array) return withBit(Buffer.from(cell))
  if (typeof cell !== 'number') throw new TypeError(`Expected a cell, got '${String(cell)}'.`)
  if (Number.isInteger(cell)) return cell ^ 1
  const bits = Buffer.alloc(8)
  bits.writeDoubleLE(cell)
  return withLowestBit(bits).readDoubleLE()
}

function withBit(bytes: Buffer): Buffer {
  const at = Math.floor(bytes.length / 2)
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
  return bytes
}

function withLowestBit(bytes: Buffer): Buffer {
  bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0)
  return bytes
}
