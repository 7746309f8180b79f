/** What a heading says: the wavelength, and the one that was taken off. */
export interface Heading {
  readonly wavelengthNm: number
  readonly referenceNm: number | null
}

/** Reads headings such as `Filter 450 nm` by their pattern `Filter {nm} nm`. */
export function headingReader(pattern: string | null): (line: string) => Heading | undefined {
  if (pattern === null) return () => undefined
  const parts = squeezed(pattern).split(/(\{nm\}|\{reference\})/)
  const source = parts.map((part) => {
    if (part === '{nm}') return String.raw`(?<nm>\d{3,4})`
    return part === '{reference}' ? String.raw`(?<reference>\d{3,4})` : escaped(part)
  })
  const expected = new RegExp(`^${source.join('')}$`)
  return (line) => {
    const found = expected.exec(squeezed(line))?.groups
    if (found?.['nm'] === undefined) return undefined
    const reference = found['reference']
    return {
      wavelengthNm: Number(found['nm']),
      referenceNm: reference === undefined ? null : Number(reference),
    }
  }
}

/** The line a reader prints for a heading. */
export function headingLine(pattern: string, { wavelengthNm, referenceNm }: Heading): string {
  return pattern
    .replace('{nm}', String(wavelengthNm))
    .replace('{reference}', String(referenceNm ?? ''))
}

/** Prints pad with spaces as they like; one stands for any number of them. */
function squeezed(line: string): string {
  return line.trim().replaceAll(/ +/g, ' ')
}

function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)
}
