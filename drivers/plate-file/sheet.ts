import { SEPARATORS, type FileSettings } from './settings.ts'

/** One line of a file, with its number as an editor counts, and where its last byte is. */
export interface Line {
  readonly number: number
  readonly text: string
  readonly fields: readonly string[]
  /** How many bytes of the file there are up to its end. */
  readonly endsAt: number
}

/** A mistake in a file, at a line. */
export interface Mistake {
  readonly line: number
  readonly what: string
}

/** The lines of a file, or why its bytes are no text of the encoding. */
export function linesOf(bytes: Uint8Array, settings: FileSettings): readonly Line[] | Mistake {
  const text = textOf(bytes, settings.encoding)
  if (text === undefined) return { line: 1, what: `the file is no text in ${settings.encoding}` }
  const strange = text.split('\n').findIndex((line) => Array.from(line, isControl).includes(true))
  if (strange >= 0) return { line: strange + 1, what: 'the line has control characters' }
  const width = { 'utf-8': 1, 'utf-16le': 2, 'windows-1252': 1 }[settings.encoding]
  let endsAt = 0
  const lines = text.split('\n').map((line, index): Line => {
    endsAt = Math.min(bytes.length, endsAt + byteLength(line, settings.encoding) + width)
    const plain = line.replace(/\r$/, '').replace(/^\ufeff/, '')
    return { number: index + 1, text: plain, fields: fieldsOf(plain, settings), endsAt }
  })
  return lines
}

/** No text has it: neither tab nor line end, or the mark of a character that was lost. */
function isControl(character: string): boolean {
  return (character < ' ' && character !== '\t' && character !== '\r') || character === '\ufffd'
}

/** The text of the bytes; undefined when they are none in this encoding. */
function textOf(bytes: Uint8Array, encoding: FileSettings['encoding']): string | undefined {
  if (encoding === 'utf-16le' && bytes.length % 2 === 1) return undefined
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    // The decoder tells no more than that it is none.
    return undefined
  }
}

function byteLength(text: string, encoding: FileSettings['encoding']): number {
  if (encoding === 'utf-8') return new TextEncoder().encode(text).length
  return encoding === 'utf-16le' ? text.length * 2 : text.length
}

/** Fields without spaces around them; quoted ones may hold what parts fields. */
function fieldsOf(line: string, { separator }: Pick<FileSettings, 'separator'>): string[] {
  const sign = SEPARATORS[separator]
  const fields: string[] = []
  let field = ''
  let isQuoted = false
  for (const character of line) {
    if (character === '"') isQuoted = !isQuoted
    else if (character === sign && !isQuoted) {
      fields.push(field.trim())
      field = ''
    } else field += character
  }
  fields.push(field.trim())
  return fields
}

/** The fields without the empty ones at the end. */
export function withoutTail(fields: readonly string[]): readonly string[] {
  const last = fields.findLastIndex((field) => field !== '')
  return fields.slice(0, last + 1)
}
