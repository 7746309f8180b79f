import type { Addressed } from '../../../scripts/fuzz/moved.ts'
import type { PlateRead } from '../../../src/core/plate-read.ts'

// Whether a read may be believed, from the file alone and without the driver's code: what is said
// of each row must stand in the file in one piece; in tidy CSV, each value beside its well.

const SEPARATORS: Readonly<Record<string, string>> = { tab: '\t', comma: ',', semicolon: ';' }

/** In tidy CSV each value has its well beside it; elsewhere a line is a row. */
export function addressed(settings: unknown): Addressed {
  return fieldsOf(settings)['dialect'] === 'tidy' ? 'well' : 'row'
}

/** Why the read must not be believed, or null. */
export function judge(read: PlateRead, settings: unknown): string | null {
  const { dialect, separator, encoding, decimal } = fieldsOf(settings)
  const sign = SEPARATORS[separator ?? ''] ?? ''
  const lines = new TextDecoder(encoding).decode(read.bytes).split(/\r?\n/)
  for (const { wells, wavelengthNm } of read.blocks) {
    if (wells.length !== 96) return `${wells.length} wells have ${wavelengthNm} nm`
    for (const { value, text } of wells) {
      const said = Number(text.replace(decimal ?? '', '.')) + 0
      if (typeof value === 'number' && value !== said) return `'${text}' is read as ${value}`
    }
    for (let row = 0; row < 8; row += 1) {
      const some = wells.slice(row * 12, row * 12 + 12)
      const whole = some.map(({ text }) => text).join(sign)
      const isThere =
        dialect === 'tidy'
          ? some.every(({ well, text }) =>
              lines.some((line) => nameIn(line, sign) === well && line.includes(text)),
            )
          : lines.some((line) => plain(line, sign).includes(whole))
      if (!isThere) return `row ${row + 1} at ${wavelengthNm} nm does not stand in the file`
    }
  }
  return read.blocks.length === 0 ? 'there is no block' : null
}

/** The well of a line as it is written elsewhere: `a01` is A1. */
function nameIn(line: string, sign: string): string {
  const name = (line.split(sign)[0] ?? '').replaceAll('"', '').trim().toUpperCase()
  return name.replace(/^([A-H])0/, '$1')
}

function plain(line: string, sign: string): string {
  return line
    .split(sign)
    .map((field) => field.replaceAll('"', '').trim())
    .join(sign)
}

function fieldsOf(settings: unknown): Readonly<Record<string, string>> {
  if (typeof settings !== 'object' || settings === null) return {}
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)]))
}
