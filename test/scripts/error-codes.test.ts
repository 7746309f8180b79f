import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import { projectFiles } from '../../scripts/tidy/files.ts'
import { ERROR_CODES } from '../../src/core/error-codes.ts'

const PROJECT = join(import.meta.dirname, '..', '..')
const README = join(PROJECT, 'src', 'README.md')
const CODES = Object.keys(ERROR_CODES)

/** The rows of the table headed `| code | meaning |`, as [code, meaning]. */
function tableOfReadme(): readonly (readonly [string, string])[] {
  const rows = (existsSync(README) ? readFileSync(README, 'utf8') : '').split('\n')
  const head = rows.findIndex((row) => /^\|\s*code\s*\|\s*meaning\s*\|$/.test(row.trim()))
  if (head < 0) return []
  const end = rows.findIndex((row, index) => index > head && !row.startsWith('|'))
  return rows.slice(head + 2, end < 0 ? undefined : end).map((row) => {
    const [, code = '', meaning = ''] = row.split('|').map((cell) => cell.trim())
    return [code.replaceAll('`', ''), meaning]
  })
}

/** Everything that may raise an error, as one text without the list itself. */
function codeThatRaises(): string {
  return [...projectFiles(PROJECT)]
    .filter(([path]) => /^(src|drivers|scripts)\/.*\.[cm]?[jt]s$/.test(path))
    .filter(([path]) => path !== 'src/core/error-codes.ts')
    .map(([, text]) => text)
    .join('\n')
}

describe('the error codes', () => {
  it('stand in the table `| code | meaning |` of src/README.md, and nothing else does', () => {
    expect(Object.fromEntries(tableOfReadme())).toEqual(ERROR_CODES)
  })

  it('stand there once each, in the order of the list', () => {
    expect(tableOfReadme().map(([code]) => code)).toEqual(CODES)
  })

  it('are kebab-case and sorted, so that a new one has one place', () => {
    expect(CODES.filter((code) => !/^[a-z]+(-[a-z0-9]+)*$/.test(code))).toEqual([])
    expect(CODES).toEqual(CODES.toSorted())
  })

  it('are each raised somewhere', () => {
    const code = codeThatRaises()
    expect(CODES.filter((each) => !code.includes(`'${each}'`))).toEqual([])
  })
})
