import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, extname, resolve } from 'node:path'

import type { Mistake } from './mistake.ts'
import { shownFile } from './mistake.ts'

/** No text has it: it is UTF-16 without a mark, or a file that is still being copied. */
const NUL = '\0'

/** The text of a file, or why there is none. `missing` when the file does not exist. */
export type FileText =
  | { readonly text: string; readonly mistake?: undefined }
  | { readonly text?: undefined; readonly mistake: Mistake; readonly missing: boolean }

/**
 * Reads a file in UTF-8, or in UTF-16 when it begins with the byte order mark of that. The mark
 * stays, so that a text in UTF-8 has the hash of its file.
 */
export function readText(path: string): FileText {
  const file = shownFile(path)
  const wrong = (what: string, missing: boolean): FileText => ({
    mistake: { file, line: null, path: '', what, syntax: true },
    missing,
  })
  try {
    const bytes = readFileSync(path)
    const decoder = new TextDecoder(encodingOf(bytes), { fatal: true, ignoreBOM: true })
    const text = decoder.decode(bytes)
    return text.includes(NUL) ? wrong(notText(path), false) : { text }
  } catch (error) {
    if (error instanceof TypeError) return wrong(notText(path), false)
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    if (code === 'ENOENT') return wrong('does not exist, expected a file', true)
    return wrong(`cannot be read (${code}), expected a readable file`, false)
  }
}

function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

/** A spreadsheet writes the old encoding of its country unless it is told otherwise. */
function notText(path: string): string {
  const isTable = extname(path).toLowerCase() === '.csv'
  return `is not UTF-8 text, expected UTF-8${isTable ? ': save it again as "CSV UTF-8"' : ''}`
}

/** The text without its byte order mark. */
export function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text
}

/** SHA-256 of a text in UTF-8, in hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

/** A path in a configuration file, in full; relative paths start at the folder of that file. */
export function pathBeside(configFile: string, path: string): string {
  return resolve(dirname(configFile), path)
}
