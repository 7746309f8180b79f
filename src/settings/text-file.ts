import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

import type { Mistake } from './mistake.ts'
import { shownFile } from './mistake.ts'

/** The text of a file, or why there is none. `missing` when the file does not exist. */
export type FileText =
  | { readonly text: string; readonly mistake?: undefined }
  | { readonly text?: undefined; readonly mistake: Mistake; readonly missing: boolean }

/** Reads a UTF-8 file. A byte order mark stays, so that the text has the hash of the file. */
export function readText(path: string): FileText {
  const file = shownFile(path)
  const wrong = (what: string, missing: boolean): FileText => ({
    mistake: { file, line: null, path: '', what, syntax: true },
    missing,
  })
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    return { text: decoder.decode(readFileSync(path)) }
  } catch (error) {
    if (error instanceof TypeError) return wrong('is not UTF-8 text, expected UTF-8', false)
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    if (code === 'ENOENT') return wrong('does not exist, expected a file', true)
    return wrong(`cannot be read (${code}), expected a readable file`, false)
  }
}

/** The text without its byte order mark. */
export function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text
}

/** SHA-256 of a text in UTF-8, in hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}
