/** Rewrites the table of error codes in src/README.md from src/core/error-codes.ts. */
import { readFileSync, writeFileSync } from 'node:fs'

import { ERROR_CODES } from '../src/core/error-codes.ts'

const HEAD = '| code | meaning |\n| --- | --- |\n'
const file = new URL('../src/README.md', import.meta.url)
const text = readFileSync(file, 'utf8')
const start = text.indexOf(HEAD) + HEAD.length
const rows = Object.entries(ERROR_CODES).map(([code, meaning]) => `| \`${code}\` | ${meaning} |\n`)
writeFileSync(file, text.slice(0, start) + rows.join(''))
