import { readFileSync } from 'node:fs'

import { expect, it } from 'vitest'

import { EXIT } from '../../src/cli/exit-codes.ts'

it('The table of exit codes in the documents is the one of the program', () => {
  const text = readFileSync(new URL('../../docs/operating.md', import.meta.url), 'utf8')
  const [, table = ''] = text.split('## Exit codes')
  const told = [...table.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code))
  expect(told).toEqual([...new Set(Object.values(EXIT))].toSorted((a, b) => a - b))
})
