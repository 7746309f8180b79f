import type { PlateRead } from '../../../src/core/plate-read.ts'

// Whether a read may be believed, from LIS01-A2 and LIS02-A2 alone and without the driver's code:
// frames are found in the bytes anew, joined by their numbers, and the wells and values of the
// simulated sites are looked up in the records.

interface Site {
  readonly mapping: {
    readonly well: { readonly at: string }
    readonly naming?: string
    readonly wavelength?: { readonly at: string }
    readonly unit?: string
  }
}

function isSite(settings: unknown): settings is Site {
  return typeof settings === 'object' && settings !== null && 'mapping' in settings
}

/** Why the read must not be believed, or null. */
export function judge(read: PlateRead, settings: unknown): string | null {
  if (!isSite(settings)) return 'a plate was read though nothing says how'
  const records = recordsIn(String.fromCharCode(...read.bytes))
  if (records.at(-1)?.[0] !== 'L') return 'the message has no terminator'
  if (!['', 'N'].includes(records.at(-1)?.[2] ?? '')) return 'the terminator tells of a failure'
  const start = records.findLastIndex(([type]) => type === 'H')
  if (start < 0) return 'the message has no header'
  const said = saidBy(records.slice(start), settings)
  const read1 = read.blocks.flatMap(({ wavelengthNm, wells }) =>
    wells.map(({ well, text, value }) => `${wavelengthNm} ${well} ${text} ${String(value)}`),
  )
  if (new Set(read1).size !== said.size)
    return `${said.size} results came, ${read1.length} are read`
  const odd = read1.find((one) => !said.has(one))
  if (odd !== undefined) return `'${odd}' never came`
  return read1.length % 96 === 0 ? null : 'part of a plate is read'
}

/** Whole frames with right sums and the next number, joined and cut at CR, as fields. */
function recordsIn(wire: string): readonly (readonly string[])[] {
  // Pictures of STX, ETX and ETB, which no byte has, stand for them in the pattern.
  const shown = wire
    .replaceAll('\u0002', '\u2402')
    .replaceAll('\u0003', '\u2403')
    .replaceAll('\u0017', '\u2417')
  const frames = shown.matchAll(/\u2402([0-7][^\u2402\n]*?)([\u2403\u2417])([0-9A-Fa-f]{2})\r\n/g)
  let before: string | undefined
  let text = ''
  for (const [, body = '', end = '', digits = ''] of frames) {
    let sum = end === '\u2403' ? 0x03 : 0x17
    for (const one of body) sum += one.charCodeAt(0)
    if (sum % 256 !== Number.parseInt(digits, 16) || body === before) continue
    const isNext = before === undefined || (Number(before[0]) + 1) % 8 === Number(body[0])
    if (!isNext) continue
    before = body
    text += body.slice(1) + (end === '\u2403' ? '\r' : '')
  }
  return text
    .split(/\r+/)
    .filter((line) => line !== '')
    .map((line) => line.split('|'))
}

function saidBy(records: readonly (readonly string[])[], { mapping }: Site): ReadonlySet<string> {
  const said = new Set<string>()
  let order: readonly string[] = []
  for (const record of records) {
    if (record[0] === 'O') order = record
    if (record[0] !== 'R') continue
    const at = (place: string): string => {
      const [type, field = '0', component = '1'] = place.split('.')
      const fields = type === 'O' ? order : record
      return fields[Number(field) - 1]?.split('^')[Number(component) - 1] ?? ''
    }
    const nm = mapping.wavelength === undefined ? '450' : at(mapping.wavelength.at)
    const well = wellFrom(at(mapping.well.at), mapping.naming)
    said.add(`${nm} ${well} ${at('R.4')} ${valueFrom(record, mapping.unit)}`)
  }
  return said
}

function wellFrom(text: string, naming: string | undefined): string {
  if (naming === undefined) return text
  const index = Number(text) - 1
  return `${'ABCDEFGH'[index % 8] ?? '?'}${Math.floor(index / 8) + 1}`
}

function valueFrom(record: readonly string[], unit: string | undefined): string {
  const [text, flags, status] = [3, 6, 8].map((index) => (record[index] ?? '').trim())
  const marks = new Set((flags ?? '').split('\\').map((flag) => flag.trim()))
  if (marks.has('>') || text === '+++') return 'overflow'
  if (marks.has('<')) return 'underflow'
  if (!['', 'F', 'C', 'R', 'Q', 'V'].includes(status ?? '')) return 'unread'
  return String((unit === 'mOD' ? Number(text) / 1000 : Number(text)) + 0)
}
