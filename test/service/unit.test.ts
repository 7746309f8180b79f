import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import memory from '../../src/service/daemon-memory.json' with { type: 'json' }
import { assaydUnit, type UnitPlace } from '../../src/service/assayd-unit.ts'
import { unitWord } from '../../src/service/unit.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const hasAnalyze = spawnSync('systemd-analyze', ['--version']).status === 0
/** From 0, sealed, to 10, open to all; what systemd calls OK ends at 4. */
const EXPOSURE_MAX = 2.5

const PLACE: UnitPlace = {
  command: [process.execPath, join(import.meta.dirname, '../../src/main.ts')],
  configFile: '/etc/assayd/assayd.yaml',
  // A user that every system has, so that nothing else can be wrong.
  user: 'daemon',
  writes: ['/var/lib/assayd/data', '/srv/lab 1/exports'],
  documentation: 'file:///usr/share/doc/assayd/install.md',
}

function unitFile(text: string): string {
  const file = join(temporaryFolder(), 'assayd.service')
  writeFileSync(file, text)
  return file
}

function analyze(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync('systemd-analyze', args, { encoding: 'utf8' })
  return { status, said: `${stdout}${stderr}` }
}

describe.skipIf(!hasAnalyze)('the unit (nothing is checked without systemd-analyze)', () => {
  it('is one that systemd takes without a word', () => {
    const file = unitFile(assaydUnit(PLACE))
    expect(analyze('verify', '--man=no', file)).toEqual({ status: 0, said: '' })
  })

  it('with a mistake would not pass', () => {
    const file = unitFile(assaydUnit(PLACE).replace('ProtectClock=yes', 'ProtectClock=perhaps'))
    expect(analyze('verify', '--man=no', file).said).toContain(
      'Failed to parse boolean value, ignoring: perhaps',
    )
  })

  it(`leaves the daemon an exposure of ${EXPOSURE_MAX} at most`, () => {
    const file = unitFile(assaydUnit(PLACE))
    const { said } = analyze('security', '--offline=true', '--no-pager', file)
    const score = /Overall exposure level for assayd\.service: ([\d.]+)/.exec(said)?.[1]
    expect(Number(score)).toBeLessThanOrEqual(EXPOSURE_MAX)
  })
})

it('keeps the memory of the daemon small', () => {
  const lines = assaydUnit(PLACE).split('\n')
  const start = lines.find((line) => line.startsWith('ExecStart='))
  expect(start).toContain(` ${memory.flags.join(' ')} `)
  expect(lines).toContain('Environment=MALLOC_ARENA_MAX=1')
})

it('names only the folders outside its own as writable', () => {
  const lines = assaydUnit(PLACE).split('\n')
  expect(lines.filter((line) => line.startsWith('ReadWritePaths'))).toEqual([
    'ReadWritePaths="-/srv/lab 1/exports"',
  ])
})

it.each([
  ['/usr/bin/node', '/usr/bin/node'],
  ['/opt/lab 1/assayd', '"/opt/lab 1/assayd"'],
  ['/opt/100%/a', '/opt/100%%/a'],
  ['/opt/$HOME', '/opt/$$HOME'],
  ['/opt/"x', String.raw`"/opt/\"x"`],
])('writes the word %s as %s', (text, expected) => {
  expect(unitWord(text)).toBe(expected)
})
