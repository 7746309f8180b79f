import { columnNumbers, blockOf, formatOf, reading, type DialectReader } from './plate.ts'
import { isColumnHeader, readRows } from './matrix.ts'
import type { Mistake } from './sheet.ts'

const TITLE = 'Résultats de mesure'
const WAVELENGTH = /^Longueur d['’]onde\s*:\s*(\d{3,4}) nm$/
const KNOWN = [TITLE, 'Absorbance 1', 'Plaque 1']

/**
 * SkanIt's export in French, one plate at one wavelength: a title, session and date, the
 * wavelength, `Abs` with the column numbers, the rows; then the samples, which are left out.
 */
export const readSkanit: DialectReader = (lines, settings) => {
  const mistakes: Mistake[] = []
  const texts = lines.map(({ fields }) => fields[0] ?? '')
  if (texts[0] !== TITLE) mistakes.push({ line: 1, what: `expected '${TITLE}'` })
  const missing = KNOWN.filter((text) => texts.filter((one) => one === text).length !== 1)
  mistakes.push(...missing.map((text) => ({ line: 1, what: `expected '${text}' once` })))
  const named = texts.flatMap((text) => WAVELENGTH.exec(text)?.[1] ?? [])
  const columns = columnNumbers(formatOf(settings))
  const headers = lines.flatMap((line, at) => (isColumnHeader(line, columns, 'Abs') ? [at] : []))
  const [header = -1] = headers
  if (named.length !== 1) mistakes.push({ line: 1, what: 'expected one wavelength' })
  if (headers.length !== 1) mistakes.push({ line: 1, what: "expected one plate under 'Abs'" })
  if (mistakes.length > 0) return { mistakes }
  const { wells, next } = readRows(lines, header + 1, { settings, mistakes })
  const after = lines[next]
  if (after !== undefined && after.text.replaceAll(';', '').trim() !== '') {
    mistakes.push({ line: after.number, what: 'a line too many in the plate' })
  }
  const extra = { session: texts[1] ?? '', date: texts[2] ?? '' }
  const blocks = [blockOf(Number(named[0]), wells, { settings })]
  return reading([{ blocks, extra, endsAt: lines.at(-1)?.endsAt ?? 0 }], mistakes)
}
