import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'

import { expect, it, onTestFinished } from 'vitest'

import { addPlates } from '../../src/cli/plates.ts'
import { cliProgram } from '../support/cli-program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

it('A list of a daemon from before lists had pages is not taken for the whole', async () => {
  const folder = temporaryFolder()
  const server = createServer((_, answer) => void answer.end('{"plates":[{"plate":"P1"}]}'))
  onTestFinished(() => void server.close())
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const at = server.address()
  const url = `http://127.0.0.1:${typeof at === 'object' ? at?.port : ''}`
  writeFileSync(join(folder, 'api.json'), JSON.stringify({ url, token: 'x', network: null }))
  const listed = cliProgram(addPlates, folder).run('plates', '--json')
  await expect(listed).rejects.toMatchObject({ hint: expect.stringMatching(/upgraded/) })
})
