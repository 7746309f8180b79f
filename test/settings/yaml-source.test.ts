import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { mistakeLine } from '../../src/settings/mistake.ts'
import { readYaml } from '../../src/settings/yaml-source.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

function read(text: string | Uint8Array) {
  const file = join(temporaryFolder(), 'x.yaml')
  writeFileSync(file, text)
  const { source, mistakes } = readYaml(file)
  return { source, mistakes: mistakes.map((each) => mistakeLine(each).replace(`${file}:`, '')) }
}

const SYNTAX: readonly (readonly [string, string | Uint8Array, readonly (string | RegExp)[]])[] = [
  [
    'a key that is there twice',
    'a: 1\nb: 2\na: 3\n',
    ['3: is not well-formed YAML: Map keys must be unique'],
  ],
  ['a tab for indentation', 'a:\n\tb: 1\n', [/^2: is not well-formed YAML: Tabs are not allowed/]],
  ['an open bracket', 'a: [1,\n', [/^2: is not well-formed YAML: Flow sequence/]],
  ['an open quote', "a: 'x\n", [/^\d: is not well-formed YAML: Missing closing 'quote/]],
  ['a second document', 'a: 1\n---\nb: 1\n', [/^2: is not well-formed YAML: .*multiple documents/]],
  ['an unknown tag', 'a: !now 1\n', ['1: is not well-formed YAML: Unresolved tag: !now']],
  ['an alias to nothing', 'a: 1\nb: *x\n', ["2: '*x' refers to nothing, expected '&x' before it"]],
  ['a key that is no text', '? [a]\n: 1\n', [/^1: is not well-formed YAML: With stringKeys/]],
  [
    'bytes that are no text',
    new Uint8Array([97, 58, 32, 0xff]),
    [' is not UTF-8 text, expected UTF-8'],
  ],
]

describe('a file that is not well-formed YAML', () => {
  it.each(SYNTAX)('%s', (_, text, told) => {
    const { source, mistakes } = read(text)
    expect(source).toBeNull()
    expect(mistakes).toHaveLength(told.length)
    for (const [at, line] of told.entries()) expect(mistakes[at]).toMatch(line)
  })
})

describe('the place of a value', () => {
  const text = `a:
  b: &shared
    - one
    - "two"   # quoted

c: *shared
d:
e: { f: [1, 0x10] }
`
  it.each([
    { path: ['a', 'b', 0], line: 3, shown: 'a.b.0', written: 'one' },
    { path: ['a', 'b', 1], line: 4, shown: 'a.b.1', written: 'two' },
    { path: ['a', 'b'], line: 2, shown: 'a.b', written: null },
    { path: ['c', 1], line: 4, shown: 'c.1', written: 'two' },
    { path: ['d'], line: 7, shown: 'd', written: null },
    { path: ['e', 'f', 1], line: 8, shown: 'e.f.1', written: '0x10' },
    { path: ['e', 0, 'f', 0], line: 8, shown: 'e.f.0', written: '1' },
    { path: ['a', 'missing', 'deeper'], line: 1, shown: 'a.missing.deeper', written: null },
    { path: ['missing'], line: 1, shown: 'missing', written: null },
  ])('$path', ({ path, line, shown, written }) => {
    expect(read(text).source?.place(path)).toEqual({ line, path: shown, written })
  })

  it('of a key is the key itself, also when its value begins later', () => {
    expect(read(text).source?.keyPlace([], 'a').line).toBe(1)
    expect(read('x:\n  y:\n    z: 1\n').source?.keyPlace(['x'], 'y').line).toBe(2)
  })
})
