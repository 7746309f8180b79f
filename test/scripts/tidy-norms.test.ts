import { describe, expect, it } from 'vitest'

import { findingsIn, lines } from './tidy-tree.ts'
import type { Case } from './tidy-tree.ts'

const wide = (columns: number) => `const x = '${'ä'.repeat(columns - 12)}'\n`
const calls = (count: number) => lines(count, '  call()')
const DEEP = 'for (const x of y) { if (x) { while (z) { '
const RXJS = "import { Observable, Subject } from 'rxjs'\n"
const operators = (count: number) => Array.from({ length: count }, (_, n) => `o${n}`).join(', ')

const SIZES: readonly Case[] = [
  {
    rule: 'file-lines',
    name: 'a file over 300 lines',
    told: 'src/log/a.ts:0',
    breach: { 'src/log/a.ts': lines(301, 'call()') },
    fine: { 'src/log/a.ts': lines(300, 'call()') },
  },
  {
    rule: 'file-lines',
    name: 'a test over 400 lines',
    told: 'test/a.test.ts:0',
    breach: { 'test/a.test.ts': lines(401, 'call()') },
    fine: { 'test/a.test.ts': lines(400, 'call()') },
  },
  {
    rule: 'columns',
    name: 'a line over 100 characters',
    told: 'src/log/a.ts:2',
    breach: { 'src/log/a.ts': `\n${wide(101)}` },
    fine: { 'src/log/a.ts': wide(100), 'README.md': wide(300) },
  },
  {
    rule: 'function-lines',
    name: 'a function over 60 lines',
    told: 'src/log/a.ts:1',
    breach: { 'src/log/a.ts': `function f() {\n${calls(59)}}\n` },
    fine: { 'src/log/a.ts': `function f() {\n${calls(58)}}\n` },
  },
  {
    rule: 'function-lines',
    name: 'a long function inside a test, not the chapters of the test',
    told: 'test/a.test.ts:1',
    breach: { 'test/a.test.ts': `const f = () => {\n${calls(60)}}\n` },
    fine: {
      'test/a.test.ts': `describe('a', () => {\n${calls(60)}})\n`,
      'test/b.test.ts': `it.skipIf(x).each([1])('a', () => {\n${calls(60)}})\n`,
    },
  },
  {
    rule: 'function-lines',
    name: 'a long describe outside the tests',
    told: 'src/log/a.ts:1',
    breach: { 'src/log/a.ts': `describe('a', () => {\n${calls(60)}})\n` },
    fine: { 'src/log/a.ts': `describe('a', () => {\n${calls(30)}})\n` },
  },
  {
    rule: 'parameters',
    name: 'more than three parameters',
    told: 'src/log/a.ts:1',
    breach: { 'src/log/a.ts': 'const f = (a: X, { b }: Y, c = 1, ...d: Z[]) => a\n' },
    fine: { 'src/log/a.ts': 'function f<A, B, C, D>(this: A, b: B, c: C, d: D) {}\n' },
  },
  {
    rule: 'parameters',
    name: 'a method type with more than three parameters',
    told: 'src/log/a.ts:2',
    breach: { 'src/log/a.ts': 'interface A {\n  f(a: X, b: X, c: X, d: X): void\n}\n' },
    fine: { 'src/log/a.ts': 'interface A {\n  f(a: X, b: X, c: X): void\n}\n' },
  },
  {
    rule: 'nesting',
    name: 'blocks deeper than three',
    told: 'src/log/a.ts:2',
    breach: { 'src/log/a.ts': `${DEEP}\ntry { a() } finally { b() } } } }\n` },
    fine: {
      'src/log/a.ts': `${DEEP} a() } } }\n`,
      'src/log/b.ts': `${DEEP}\nf(() => { if (a) b() }) } } }\n`,
      'src/log/c.ts': 'if (a) {} else if (b) {} else if (c) {} else if (d) {} else if (e) {}\n',
    },
  },
  {
    rule: 'pipe-operators',
    name: 'a pipe with ten operators',
    told: 'src/log/a.ts:1',
    breach: { 'src/log/a.ts': `a$.pipe(${operators(10)})\n` },
    fine: { 'src/log/a.ts': `a$.pipe(${operators(9)})\npipe(${operators(9)})\n` },
  },
  {
    rule: 'pipe-operators',
    name: 'a free pipe with ten operators',
    told: 'src/log/a.ts:1',
    breach: { 'src/log/a.ts': `const f = pipe(${operators(10)})\n` },
    fine: { 'src/log/a.ts': `const f = concat(${operators(10)})\n` },
  },
]

const NAMES: readonly Case[] = [
  {
    rule: 'file-name',
    name: 'a file that is not kebab-case',
    told: 'src/log/theLog.ts:0',
    breach: { 'src/log/theLog.ts': '' },
    fine: { 'src/log/the-log.test.ts': '', 'src/README.md': '', 'scripts/fit.R': '', LICENSE: '' },
  },
  {
    rule: 'file-name',
    name: 'a folder that is not kebab-case',
    told: 'drivers/BioTek/driver.ts:0',
    breach: { 'drivers/BioTek/driver.ts': '' },
    fine: { 'drivers/biotek-elx/driver.ts': '', 'test/export/golden/IL6-07_wells.csv': '' },
  },
  {
    rule: 'empty-name',
    name: 'a name that says nothing',
    told: 'src/log/a.ts:1',
    breach: { 'src/log/a.ts': 'export class PortManager {}\n' },
    fine: { 'src/log/a.ts': 'export class Managers2 {}\nconst utilsFor = 1\n' },
  },
  {
    rule: 'stream-name',
    name: 'a stream without the dollar',
    told: 'src/a.ts:2',
    breach: { 'src/a.ts': `${RXJS}const f = (bytes: Observable<X>) => bytes\n` },
    fine: {
      'src/a.ts': `${RXJS}const f = (bytes$: Observable<X>, n: X) => bytes$\n`,
      'src/core/b.ts': 'interface A {\n  readonly who: Subject\n}\n',
    },
  },
  {
    rule: 'stream-name',
    name: 'a field that is a stream without the dollar',
    told: 'src/a.ts:3',
    breach: { 'src/a.ts': `${RXJS}interface A {\n  readonly bytes: Subject<X>\n}\n` },
    fine: { 'src/a.ts': `${RXJS}interface A {\n  readonly bytes$: Subject<X>\n}\n` },
  },
  {
    rule: 'documented',
    name: 'a contract without a doc comment',
    told: 'src/core/a.ts:3',
    breach: { 'src/core/a.ts': '/** Not this one. */\nconst x = 1\nexport const y = 2\n' },
    fine: {
      'src/core/a.ts': '/** What y is. */\nexport const y = 2\n',
      'src/driver-kit.ts': "export { y } from './core/a.ts'\n",
      'src/log/a.ts': 'export const z = 1\n',
    },
  },
  {
    rule: 'documented',
    name: 'an ordinary comment in the place of a doc comment',
    told: 'src/ports/a.ts:2',
    breach: { 'src/ports/a.ts': '// What y is.\nexport type Y = 1\n' },
    fine: { 'src/ports/a.ts': '/** What y is. */\nexport type Y = 1\n' },
  },
]

describe.each([...SIZES, ...NAMES])('$rule', ({ rule, name, told, breach, fine }) => {
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
