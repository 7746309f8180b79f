// Records are lines of fields that end with CR. The header declares with which characters: `H|\^&|`
// says field, repeat, component, escape. Source: ASTM E1394 / CLSI LIS02-A2.

/** The four characters that divide a message, as its header declares them. */
export interface Delimiters {
  readonly field: string
  readonly repeat: string
  readonly component: string
  readonly escape: string
}

export const USUAL_DELIMITERS: Delimiters = {
  field: '|',
  repeat: '\\',
  component: '^',
  escape: '&',
}

/** One record: its letter, and its fields as they came. Field 1 is the letter. */
export interface LisRecord {
  readonly type: string
  readonly fields: readonly string[]
}

/** The delimiters of a header, or undefined when it declares none that can be told apart. */
export function delimitersFrom(header: string): Delimiters | undefined {
  const [type, field, repeat, component, escape] = header
  if (type !== 'H' || !field || !repeat || !component || !escape) return undefined
  const all = [field, repeat, component, escape]
  const isUsable = all.every((one) => /^[^A-Za-z0-9\s]$/.test(one)) && new Set(all).size === 4
  return isUsable ? { field, repeat, component, escape } : undefined
}

/** A record's text as fields. The header's own delimiters are its second field. */
export function recordFrom(text: string, { field }: Delimiters): LisRecord {
  const fields = text.split(field)
  return { type: fields[0] ?? '', fields }
}

/** Numbered as the standard numbers: field 3 of `R` is the test id. Empty when it is not there. */
export function fieldOf({ fields }: LisRecord, number: number): string {
  return fields[number - 1] ?? ''
}

/** The repeats of a field; one, maybe empty, when it does not repeat. */
export function repeatsOf(field: string, { repeat }: Delimiters): readonly string[] {
  return field.split(repeat)
}

/** One component, from 1, without escapes and without the blanks around it. */
export function componentOf(text: string, number: number, delimiters: Delimiters): string {
  return unescaped(text.split(delimiters.component)[number - 1] ?? '', delimiters).trim()
}

const ESCAPES: Readonly<Record<string, keyof Delimiters>> = {
  F: 'field',
  S: 'component',
  R: 'repeat',
  E: 'escape',
}

/** `&F& &S& &R& &E&` as the delimiters they stand for; any other escape stays as it came. */
export function unescaped(text: string, delimiters: Delimiters): string {
  const { escape } = delimiters
  const parts = text.split(escape)
  let whole = parts[0] ?? ''
  for (let at = 1; at < parts.length; at += 1) {
    const stands = ESCAPES[parts[at] ?? '']
    const isClosed = at + 1 < parts.length
    if (stands !== undefined && isClosed) {
      whole += delimiters[stands] + (parts[at + 1] ?? '')
      at += 1
    } else {
      whole += escape + (parts[at] ?? '')
    }
  }
  return whole
}

/** Text in which the delimiters are escaped. */
export function escaped(text: string, delimiters: Delimiters): string {
  const { escape } = delimiters
  return Array.from(text, (one) => {
    const letter = Object.keys(ESCAPES).find((key) => delimiters[ESCAPES[key] ?? 'field'] === one)
    return letter === undefined ? one : `${escape}${letter}${escape}`
  }).join('')
}
