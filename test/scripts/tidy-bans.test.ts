import { describe, expect, it } from 'vitest'

import { findingsIn } from './tidy-tree.ts'
import type { Case, Tree } from './tidy-tree.ts'

/** A case in one file: the breach stands in its first line. */
function inFile(path: string, rule: string, [breach, fine]: readonly [string, string]): Case {
  const name = `'${breach}'`
  return { rule, name, told: `${path}:1`, breach: { [path]: breach }, fine: { [path]: fine } }
}

const LOG = 'src/log/a.ts'
const TEST = 'test/a.test.ts'

// Put together here, so that the rules about every text file are silent about this one.
const HOME = ['', 'home', 'lab', 'assayd'].join('/')
const WINDOWS_HOME = ['C:', 'Users', 'lab'].join('\\')
const REGISTRY = ['https://regis', 'try.example.org/zod'].join('')
const LEFT = ['TO', 'DO'].join('')

const TYPES: readonly Case[] = [
  inFile(LOG, 'any', ['let a: any', 'let any: unknown']),
  inFile(LOG, 'any', ['const f = (a: Map<string, any[]>) => a', 'const f = (a: X[]) => a']),
  inFile(LOG, 'erasable', ["enum A { B = 'b' }", "const A = { B: 'b' } as const"]),
  inFile(LOG, 'erasable', ['namespace A { export const b = 1 }', 'declare global {}']),
  inFile(LOG, 'erasable', ['class A { constructor(readonly b: X) {} }', 'class A { b: X = 1 }']),
  inFile(LOG, 'non-null', ['const a = b!', 'const a = !b']),
  inFile(LOG, 'non-null', ['let a!: X', 'let a: X']),
  inFile(LOG, 'default-export', ['export default 1', 'export const a = 1']),
  inFile(LOG, 'default-export', ['const a = 1; export { a as default }', 'export { a as b }']),
  inFile(LOG, 'barrel', ["export * from './b.ts'", "export { b } from './b.ts'"]),
  inFile(LOG, 'silenced', ['// @ts-ignore', '// ts is not ignored']),
  inFile(LOG, 'silenced', ['// @ts-expect-error', '// expect an error']),
  inFile(TEST, 'silenced', ['// @ts-nocheck', '// @ts-expect-error a number is no well']),
  inFile(LOG, 'silenced', [
    '// oxlint-disable-next-line no-eval',
    '// oxlint-disable-next-line no-eval -- the only way',
  ]),
]

const ERRORS: readonly Case[] = [
  inFile(LOG, 'plain-error', ["throw new Error('a')", "throw new RangeError('a')"]),
  inFile(LOG, 'plain-error', ["reject(Error('a'))", "reject(new AssaydError('a', 'b'))"]),
  inFile('drivers/x/a.ts', 'plain-error', ["throw new Error('a')", "throw new TypeError('a')"]),
  inFile('scripts/a.ts', 'silent-catch', ['try { a() } catch {}', 'try { a() } catch { b() }']),
  inFile(LOG, 'silent-catch', ['a.catch(() => {})', 'a.catch((error) => note(error))']),
  inFile(LOG, 'console', ["console.log('a')", "log.info('a')"]),
  inFile(TEST, 'console', ["console.error('a')", "expect('a')"]),
  inFile(TEST, 'sleeping-test', ['setTimeout(go, 10)', 'vi.useFakeTimers()']),
  inFile(TEST, 'sleeping-test', [
    "import { setTimeout as sleep } from 'node:timers/promises'",
    "import { once } from 'node:events'",
  ]),
  inFile('src/core/a.ts', 'purity', ['const a = Date.now()', 'const a = new Date(0)']),
  inFile('src/core/a.ts', 'purity', ['const a = new Date()', 'const date = a.Date']),
  inFile('drivers/x/a.ts', 'purity', ['const a = Math.random()', 'const a = Math.round(1)']),
  inFile('drivers/x/a.ts', 'purity', ['process.exit(1)', 'a.process(1)']),
  inFile('src/core/a.ts', 'purity', ['const a = Buffer.alloc(1)', 'const a = { Buffer: 1 }']),
]

const WORDS: readonly Case[] = [
  inFile(LOG, 'left-over', [`// ${LEFT}: later`, `const a = '${LEFT}'`]),
  inFile('src/README.md', 'left-over', [`${LEFT}: later`, 'todos los pocillos']),
  inFile('config/a.yaml', 'machine-path', [`data: ${HOME}`, 'data: ./data']),
  inFile('README.md', 'machine-path', [`in \`${WINDOWS_HOME}\``, 'in ~/home/assayd']),
  inFile('package-lock.json', 'registry-address', [REGISTRY, 'https://github.com/colinhacks/zod']),
]

describe.each([...TYPES, ...ERRORS, ...WORDS])('$rule', ({ rule, name, told, breach, fine }) => {
  it(`tells ${name}`, () => {
    const found = findingsIn(breach)
    expect(found.map((each) => `${each.file}:${each.line} ${each.rule}`)).toEqual([
      `${told} ${rule}`,
    ])
  })

  it(`is silent about the near miss of ${name}`, () => {
    expect(findingsIn(fine)).toEqual([])
  })
})

describe('what is allowed somewhere', () => {
  it.each<[string, Tree]>([
    ['a default export in the settings of a tool', { 'vite.config.ts': 'export default {}\n' }],
    ['printing in scripts', { 'scripts/a.ts': "console.log('a')\n" }],
    ['printing in the commands', { 'src/cli/a.ts': "console.log('a')\n" }],
    ['a plain Error in scripts', { 'scripts/a.ts': "throw new Error('a')\n" }],
    ['a timer outside the tests', { 'scripts/a.ts': 'setTimeout(go, 10)\n' }],
    ['a clock outside the pure files', { 'src/log/a.ts': 'const now = Date.now()\n' }],
    ['anything in what is not ours', { 'node_modules/a/index.js': 'export default 1\n' }],
  ])('%s', (_what, tree) => {
    expect(findingsIn(tree)).toEqual([])
  })
})

describe('an index file', () => {
  it('is a barrel by its name', () => {
    const told = { file: 'src/log/index.ts', line: 0, rule: 'barrel' }
    expect(findingsIn({ 'src/log/index.ts': '' })).toMatchObject([told])
  })
})
