import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import { temporaryFolder } from '../support/temporary-folder.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

function assayd(...args: readonly string[]) {
  return spawnSync(process.execPath, ['src/main.ts', ...args], { cwd: ROOT, encoding: 'utf8' })
}

const hasBash = spawnSync('bash', ['--version']).status === 0
const scripts = new Map(
  ['bash', 'zsh', 'fish', 'powershell'].map((shell) => [shell, assayd('completion', shell).stdout]),
)

/** What bash offers behind these words, the last of which is being typed. */
function offered(...words: readonly string[]): readonly string[] {
  const file = join(temporaryFolder(), 'completion.bash')
  writeFileSync(file, scripts.get('bash') ?? '')
  const line = ['assayd', ...words].map((word) => `'${word}'`).join(' ')
  const script = `source "$0"; COMP_WORDS=(${line}); COMP_CWORD=${words.length}
    _assayd; printf '%s\\n' "\${COMPREPLY[@]}"`
  return execFileSync('bash', ['-c', script, file], { encoding: 'utf8' }).trim().split('\n')
}

describe.skipIf(!hasBash)('Completion in bash', () => {
  it('offers the commands that begin so', () => {
    expect(offered('st')).toEqual(['status', 'study'])
    expect(offered('')).toEqual(
      expect.arrayContaining(['run', 'doctor', 'completion', '--version']),
    )
  })

  it('offers the options of a command, also behind other words', () => {
    expect(offered('status', '--')).toEqual(
      expect.arrayContaining(['--config', '--json', '--help']),
    )
    expect(offered('study', 'export', '--ou')).toEqual(['--out'])
    expect(offered('study', '')).toEqual(expect.arrayContaining(['export']))
  })

  it('offers files where an option takes one, and what an argument may be', () => {
    expect(offered('run', '--config', 'package.js')).toEqual(['package.json'])
    expect(offered('completion', '')).toEqual(expect.arrayContaining(['bash', 'zsh', 'fish']))
  })
})

it('Every shell has a script that knows every command', () => {
  const help = assayd('--help').stdout
  const commands = [...help.matchAll(/^ {2}([a-z]+)(?: |\n)/gm)].map(([, name = '']) => name)
  expect(commands.length).toBeGreaterThan(20)
  for (const [shell, script] of scripts) {
    for (const command of commands) expect(script, shell).toContain(command)
  }
})

describe('The program exits', () => {
  it.each([
    ['0 when all is well', ['--version'], 0],
    ['1 when a mistake is told', ['check', '--config', 'nowhere.yaml'], 1],
    ['2 for a command that is none', ['stauts'], 2],
    ['2 for an option that is none', ['status', '--jsno'], 2],
    ['2 for an argument that is missing', ['completion'], 2],
    ['2 for an argument that is none of the choices', ['completion', 'tcsh'], 2],
  ])('%s', (_why, args, code) => {
    expect(assayd(...args).status).toBe(code)
  })
})
