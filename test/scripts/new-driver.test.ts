import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect, it } from 'vitest'

import { temporaryFolder } from '../support/temporary-folder.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const PARTS = ['src', 'drivers', 'scripts', 'test', 'package.json', 'tsconfig.json']
const NAME = 'acme-one'

/** The project, copied, with a new driver in it. */
function projectWithDriver(): string {
  const root = temporaryFolder()
  for (const part of PARTS) cpSync(join(ROOT, part), join(root, part), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'))
  execFileSync(process.execPath, ['scripts/new-driver.ts', NAME], { cwd: root })
  execFileSync(process.execPath, ['scripts/readers-table.ts'], { cwd: root })
  return root
}

it('a new driver passes the conformance suite and fuzzing as an invented reader', () => {
  const root = projectWithDriver()
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', 'test/drivers/conformance.test.ts']
  const suite = spawnSync(process.execPath, [...vitest, '-t', NAME], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  })
  expect(suite.stdout).toMatch(/Tests +\d\d passed/)
  expect(suite.status, suite.stdout).toBe(0)
  const fuzz = ['scripts/fuzz-driver.ts', '--driver', NAME, '--bytes', '300000']
  const fuzzed = spawnSync(process.execPath, fuzz, { cwd: root, encoding: 'utf8' })
  expect(fuzzed.stdout).toMatch(/^ok +acme-one/)
  expect(readFileSync(join(root, 'drivers', NAME, 'README.md'), 'utf8')).toContain('invented')
}, 120_000)

it('a name that is none, or is taken, is refused before anything is written', () => {
  const refusal = (name: string): string =>
    spawnSync(process.execPath, ['scripts/new-driver.ts', name], { cwd: ROOT, encoding: 'utf8' })
      .stderr
  expect(refusal('Acme One')).toContain("got 'Acme One'")
  expect(refusal('biotek-elx')).toContain('nothing was written')
})
