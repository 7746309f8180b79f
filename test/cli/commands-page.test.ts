import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** The names that the program's own help lists. */
function commands(): readonly string[] {
  const said = spawnSync(process.execPath, ['src/main.ts', '--help'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  const [, list = ''] = said.stdout.split('Commands:')
  return [...list.matchAll(/^ {2}([a-z]+)/gm)].map(([, name = '']) => name)
}

/** The commands that a page speaks of. */
function namedIn(page: string): ReadonlySet<string> {
  const text = readFileSync(`${ROOT}/${page}`, 'utf8')
  return new Set([...text.matchAll(/`assayd ([a-z]+)/g)].map(([, name = '']) => name))
}

describe('the pages about commands', () => {
  const all = commands().filter((name) => name !== 'help')

  it('have every command', () => {
    expect(all.length).toBeGreaterThan(30)
    const named = namedIn('docs/commands.md')
    expect(all.filter((name) => !named.has(name))).toStrictEqual([])
  })

  it.each(['README.md', 'docs/commands.md', 'docs/operating.md', 'docs/install.md'])(
    'name none that there is not: %s',
    (page) => {
      expect([...namedIn(page)].filter((name) => !all.includes(name))).toStrictEqual([])
    },
  )
})
