import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

const ROOT = new URL('../../', import.meta.url)
const read = (path: string): string => readFileSync(fileURLToPath(new URL(path, ROOT)), 'utf8')

const rows = read('docs/threat-model.md')
  .split('\n')
  .filter(
    (line) => line.startsWith('| ') && !line.startsWith('| threat') && !line.startsWith('| ---'),
  )

describe('The threat model', () => {
  it('is one page of lines with a test each', () => {
    expect(rows.length).toBeGreaterThan(25)
  })

  it.each(rows)('holds by a test that exists: %s', (row) => {
    const [, file = '', name = ''] = /`(test\/[\w/.-]+\.test\.ts)`: (.+?) \|$/.exec(row) ?? []
    expect(file).not.toBe('')
    const text = read(file)
    const quoted = [`it('${name}'`, `it("${name}"`]
    expect(
      quoted.some((start) => text.includes(start)),
      `${file} has no test '${name}'`,
    ).toBe(true)
  })
})
