import { describe, expect, it } from 'vitest'

import { addConfig } from '../../src/cli/config.ts'
import { openStore } from '../../src/store/open-store.ts'
import { cliProgram } from '../support/cli-program.ts'
import { sampleConfiguration } from '../support/sample-records.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

function folderWith(...texts: readonly string[]): string {
  const folder = temporaryFolder()
  const store = openStore(folder)
  for (const text of texts) store.saveConfiguration(sampleConfiguration(text))
  store.close()
  return folder
}

const ONE = 'lab: one\nreaders: []\n'
const TWO = 'lab: two\nreaders: []\n'

describe('assayd config', () => {
  it('lists what was in force, with the files that differ', async () => {
    const program = cliProgram(addConfig, folderWith(ONE, TWO))
    const lines = await program.run('config', 'log')
    expect(lines).toHaveLength(4)
    expect(lines[2]).toContain(sampleConfiguration(ONE).version.hash.slice(0, 12))
    expect(lines[2]).toContain('assayd.yaml added')
    expect(lines[3]).toContain('assayd.yaml changed')
  })

  it('shows the lines that differ', async () => {
    const program = cliProgram(addConfig, folderWith(ONE, TWO))
    const lines = await program.run('config', 'log', '--diff')
    expect(lines.slice(-3)).toEqual([
      '  assayd.yaml changed',
      '  -    1  lab: one',
      '  +    1  lab: two',
    ])
  })

  it('gives back every text to the letter, also without a configuration', async () => {
    const folder = folderWith(ONE, TWO)
    const program = cliProgram(addConfig, temporaryFolder())
    const { hash, files } = sampleConfiguration(ONE).version
    const data = ['--data', folder]
    const listed = await program.run('config', 'show', hash.slice(0, 8), ...data)
    expect(listed).toEqual([`${files[0]?.hash}  assayd.yaml`])
    const shown = await program.run('config', 'show', hash, 'assayd.yaml', ...data)
    expect(`${shown.join('\n')}\n`).toBe(ONE)
    expect(program.configFiles).toEqual([])
  })

  it('names what there is when a hash or a file is unknown', async () => {
    const program = cliProgram(addConfig, folderWith(ONE))
    await expect(program.run('config', 'show', 'abc')).rejects.toMatchObject({
      code: 'config-unknown',
    })
    const { hash } = sampleConfiguration(ONE).version
    await expect(program.run('config', 'show', hash, 'other.yaml')).rejects.toMatchObject({
      code: 'config-unknown',
      hint: 'It has assayd.yaml.',
    })
  })
})
