import { describe, expect, it } from 'vitest'

import { addPlates } from '../../src/cli/plates.ts'
import { addShow } from '../../src/cli/show.ts'
import { openStore } from '../../src/store/open-store.ts'
import { cliProgram } from '../support/cli-program.ts'
import { fillStore } from '../support/sample-store.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('assayd plates', () => {
  it('lists every plate with its newest analysis and its flags, the newest last', async () => {
    const folder = temporaryFolder()
    fillStore(folder)
    const lines = await cliProgram(addPlates, folder).run('plates')
    expect(lines.map((line) => line.split(/ {2,}/u))).toStrictEqual([
      ['plate', 'read at', 'reader', 'layout', 'bound by', 'analysis', 'verdict', 'flags'],
      expect.anything(),
      ['IL6-07', '2026-11-23 09:15', 'bench-1', 'milk-12x3', 'run-sheet', '2', '1 block, 2 warn'],
      ['IL6-08', '2026-11-23 09:15', 'bench-1', 'milk-12x3', 'run-sheet', '1', '2 warn'],
      ['bench-1-0900', '2026-11-23 09:15', 'bench-1', 'unassigned', 'none'],
    ])
  })

  it('says which plates were signed and are to be reviewed again', async () => {
    const folder = temporaryFolder()
    fillStore(folder)
    const store = openStore(folder)
    const at = '2026-11-24T09:00:00.000+03:00'
    const deed = { who: 'rita', reason: 'fine' }
    const signed = { meaning: 'I have looked.', name: 'Rita Example', at, deed } as const
    store.saveVerdict({ analysisId: 'IL6-07/1', verdict: 'accepted', ...signed })
    store.saveVerdict({ analysisId: 'IL6-08/1', verdict: 'accepted', ...signed })
    store.close()
    const lines = await cliProgram(addPlates, folder).run('plates')
    expect(lines.slice(2, 4).map((line) => line.split(/ {2,}/u)[6])).toStrictEqual([
      'review again (1 accepted)',
      'accepted',
    ])
    const shown = await cliProgram(addShow, folder).run('show', 'IL6-07')
    expect(shown).toContain(
      'IL6-07 accepted at 2026-11-24 09:00:00+03:00 by Rita Example for analysis 1; ' +
        'analysis 2 stands since: review again',
    )
  })

  it('gives the same as JSON', async () => {
    const folder = temporaryFolder()
    fillStore(folder)
    const [json = '', ...rest] = await cliProgram(addPlates, folder).run('plates', '--json')
    expect(rest).toStrictEqual([])
    const parsed: unknown = JSON.parse(json)
    expect(parsed).toMatchObject([
      { plate: 'IL6-07', version: 2, warnings: 2, blocks: 1 },
      { plate: 'IL6-08', version: 1, warnings: 2, blocks: 0 },
      { plate: 'bench-1-0900', version: 0, binding: 'unassigned' },
    ])
  })

  it('says so when there is none, and takes another configuration', async () => {
    const folder = temporaryFolder()
    const program = cliProgram(addPlates, folder)
    await expect(program.run('plates')).rejects.toMatchObject({ code: 'store-open' })
    openStore(folder).close()
    expect(await program.run('plates')).toStrictEqual(['No plate is stored yet.'])
    expect(await program.run('plates', '--config', 'x.yaml', '--json')).toStrictEqual(['[]'])
    expect(program.configFiles.slice(1)).toStrictEqual(['config/assayd.yaml', 'x.yaml'])
  })

  it('lists so many of the newest, and says that there are more', async () => {
    const folder = temporaryFolder()
    fillStore(folder)
    const lines = await cliProgram(addPlates, folder).run('plates', '--last', '2')
    expect(lines.slice(2).map((line) => line.split(' ')[0])).toStrictEqual([
      'IL6-08',
      'bench-1-0900',
      'There',
    ])
    const all = await cliProgram(addPlates, folder).run('plates', '--last', 'all')
    expect(all).toHaveLength(5)
  })

  it('lists those of a reader and of days', async () => {
    const folder = temporaryFolder()
    fillStore(folder)
    const program = cliProgram(addPlates, folder)
    expect(await program.run('plates', '--reader', 'bench-2')).toStrictEqual([
      'No plate is like that.',
    ])
    expect(await program.run('plates', '--since', '2026-11-24', '--json')).toStrictEqual(['[]'])
  })

  it.each([
    ['--last', '0', "Unable to read the count '0' of --last."],
    ['--last', 'many', "Unable to read the count 'many' of --last."],
    ['--since', '23.11.2026', "Unable to read the day '23.11.2026' of --since."],
  ])('refuses %s %s', async (option, value, message) => {
    const run = cliProgram(addPlates, temporaryFolder()).run('plates', option, value)
    await expect(run).rejects.toMatchObject({ code: 'option-unsuited', message })
  })
})
