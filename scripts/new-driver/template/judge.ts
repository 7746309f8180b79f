import type { PlateRead } from '../../../src/core/plate-read.ts'

// Why a read may not be believed, from the source of its bytes and without the driver's code.

/** Why the read must not be believed, or null. */
export function judge({ bytes, blocks }: PlateRead): string | null {
  const text = String.fromCharCode(...bytes)
  const [said = '', checksum = ''] = text.slice(0, -1).split('=')
  let sum = 0
  for (const one of said) sum += one.charCodeAt(0)
  if (sum % 256 !== Number.parseInt(checksum, 16)) return `${checksum} is not the sum ${sum % 256}`
  const [, ...rows] = said.split('\r')
  const values = rows.filter((row) => row !== '').flatMap((row) => row.split(';'))
  const wells = blocks.flatMap((block) => block.wells)
  if (values.length !== 96 || wells.length !== 96) return `${values.length} values came`
  for (const [index, { well, value, text: read }] of wells.entries()) {
    const name = `${'ABCDEFGH'[Math.floor(index / 12)] ?? ''}${(index % 12) + 1}`
    if (well !== name) return `${well} stands where ${name} should`
    if (read !== values[index]) return `${well} is read as '${read}', '${values[index]}' came`
    const isSaid = read === '*.***' ? value === 'overflow' : value === Number(read)
    if (!isSaid) return `'${read}' is read as ${String(value)}`
  }
  return null
}
