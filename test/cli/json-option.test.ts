import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'

import { wholeProgram } from '../support/cli-program.ts'

const PAGE = fileURLToPath(new URL('../../docs/commands.md', import.meta.url))

/** Commands whose result is no JSON, and why; the page of the commands says the same. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'assayd completion': 'prints a script for a shell',
}

/** Every command that does something by itself, by its words. */
function runnable(command: Command, above: readonly string[]): readonly [string, Command][] {
  const path = [...above, command.name()]
  const below = command.commands.flatMap((each) => runnable(each, path))
  return below.length > 0 ? below : [[path.join(' '), command]]
}

const ALL = new Map(runnable(wholeProgram(), []))

function hasJson(command: Command): boolean {
  return command.options.some(({ long, required }) => long === '--json' && !required)
}

describe('--json', () => {
  it('is looked for in every command', () => {
    expect(ALL.size).toBeGreaterThan(45)
    expect([...ALL.keys()]).toEqual(
      expect.arrayContaining(['assayd run', 'assayd user add', 'assayd config migrate']),
    )
  })

  it('is an option of every command that is no exception', () => {
    const without = [...ALL].filter(([, command]) => !hasJson(command)).map(([name]) => name)
    expect(without).toEqual(Object.keys(EXCEPTIONS))
  })

  it.each(Object.entries(EXCEPTIONS))('%s has none, as the page says: %s', (name, reason) => {
    expect(readFileSync(PAGE, 'utf8')).toContain(`\`${name}\` ${reason}`)
  })
})
