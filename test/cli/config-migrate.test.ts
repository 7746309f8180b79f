import { Command } from 'commander'
import { expect, it } from 'vitest'

import { addConfigMigrate } from '../../src/cli/config-migrate.ts'

/** A configuration of one file that says otherwise in the newest form. */
function migrated(...flags: readonly string[]): readonly string[] {
  const printed: string[] = []
  const config = new Command('config')
  addConfigMigrate(config, {
    migrateConfig: () => {
      return { from: 1, to: 2, files: [{ name: 'assayd.yaml', before: 'a: 1\n', after: 'b: 1\n' }] }
    },
    print: (line) => printed.push(line),
  })
  config.parse(['migrate', '--config', 'assayd.yaml', ...flags], { from: 'user' })
  return printed
}

it('A migrated configuration is shown line by line, with where the one before is', () => {
  expect(migrated()).toEqual([
    'assayd.yaml (before: assayd.yaml.form-1.bak)',
    '  -    1  a: 1',
    '  +    1  b: 1',
    'form 1 to form 2',
  ])
  expect(migrated('--dry-run')[0]).toBe('assayd.yaml')
})

it('Programs get every file before and after, and whether it was written', () => {
  const [json = '', ...rest] = migrated('--dry-run', '--json')
  expect(rest).toEqual([])
  expect(JSON.parse(json)).toEqual({
    done: false,
    from: 1,
    to: 2,
    files: [{ name: 'assayd.yaml', before: 'a: 1\n', after: 'b: 1\n' }],
  })
})
