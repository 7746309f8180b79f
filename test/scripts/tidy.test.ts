import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import { check } from '../../scripts/tidy/check.ts'
import { run } from './launch-fixture.ts'
import { findingsIn } from './tidy-tree.ts'

const TIDY = join(import.meta.dirname, '..', '..', 'scripts', 'tidy.ts')
const BROKEN = { 'src/log/b.ts': 'let a: any\nlet b: any\n', 'src/log/a.ts': 'let a: any\n' }

const excuse = (file: string, findings: number) => [
  { file, rule: 'any', findings, reason: 'The test wants it.' },
]

describe('the report', () => {
  it('tells everything at once, by file and line', () => {
    const told = findingsIn(BROKEN).map(({ file, line }) => `${file}:${line}`)
    expect(told).toEqual(['src/log/a.ts:1', 'src/log/b.ts:1', 'src/log/b.ts:2'])
  })

  it('tells where a file cannot be parsed, and looks at the others', () => {
    const found = findingsIn({ ...BROKEN, 'src/log/0.ts': 'const a = 1\nconst = 2\n' })
    expect(found[0]).toMatchObject({ file: 'src/log/0.ts', line: 2, rule: 'syntax' })
    expect(found).toHaveLength(4)
  })

  it('is printed as file:line: rule: what, with exit code 1', async () => {
    const root = mkdtempSync(join(tmpdir(), 'assayd-tidy-'))
    writeFileSync(join(root, 'a.ts'), 'let a: any\n')
    const broken = await run(process.execPath, [TIDY, root], root)
    writeFileSync(join(root, 'a.ts'), 'let a: unknown\n')
    const clean = await run(process.execPath, [TIDY, root], root)
    rmSync(root, { recursive: true })
    expect(broken).toMatchObject({ code: 1 })
    expect(broken.stdout).toBe("a.ts:1: any: 'any'; write 'unknown' and narrow it\n1 findings\n")
    expect(clean).toMatchObject({ code: 0, stdout: 'tidy\n' })
  })
})

describe('exceptions', () => {
  it('cover the findings of one rule in one file', () => {
    const found = findingsIn(BROKEN, excuse('src/log/b.ts', 2))
    expect(found).toMatchObject([{ file: 'src/log/a.ts', rule: 'any' }])
  })

  it('are a finding themselves when the breach is gone', () => {
    const [found] = findingsIn({ 'src/log/a.ts': '' }, excuse('src/log/a.ts', 1))
    expect(found).toMatchObject({ file: 'src/log/a.ts', rule: 'exception' })
    expect(found?.what).toBe("'any' is excused 1 times, found 0 times")
  })

  it.each([1, 3])('cover nothing when they name %i breaches and there are two', (count) => {
    const rules = findingsIn(BROKEN, excuse('src/log/b.ts', count)).map(({ rule }) => rule)
    expect(rules).toEqual(['any', 'exception', 'any', 'any'])
  })
})

describe('in a git repository', () => {
  it('looks at tracked and new files, not at ignored ones', () => {
    const root = mkdtempSync(join(tmpdir(), 'assayd-tidy-'))
    execFileSync('git', ['init', '-q'], { cwd: root })
    for (const name of ['tracked.ts', 'new.ts', 'ignored.ts', 'gone.ts']) {
      writeFileSync(join(root, name), 'let a: any\n')
    }
    writeFileSync(join(root, '.gitignore'), 'ignored.ts\n')
    execFileSync('git', ['add', 'tracked.ts', 'gone.ts'], { cwd: root })
    rmSync(join(root, 'gone.ts'))
    const told = check(root, []).map(({ file }) => file)
    rmSync(root, { recursive: true })
    expect(told).toEqual(['new.ts', 'tracked.ts'])
  })
})
