import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, it } from 'vitest'

import { addService } from '../../src/cli/service.ts'
import { cliProgram } from '../support/cli-program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

it('A dry run prints every command and file, and does nothing', async () => {
  const folder = temporaryFolder()
  const program = cliProgram(addService, folder)
  const config = join(folder, 'assayd.yaml')
  const where = ['--system', 'task-scheduler', '--config', config]
  const lines = await program.run('service', 'install', '--dry-run', ...where)
  expect(lines.at(0)).toBe(`run    cmd /c mkdir ${folder}`)
  expect(lines).toContain('       |       <UserId>S-1-5-19</UserId>')
  expect(lines.at(-1)).toMatch(/^run {4}schtasks \/Create \/TN assayd \/XML .* \/F$/)
  expect(readdirSync(folder)).toEqual([])
})

it('Programs get every step as one object', async () => {
  const folder = temporaryFolder()
  const program = cliProgram(addService, folder)
  const where = ['--system', 'winsw', '--config', join(folder, 'assayd.yaml'), '--json']
  const [json = '', ...rest] = await program.run('service', 'install', '--dry-run', ...where)
  expect(rest).toEqual([])
  const wrapper = { kind: 'write', file: expect.stringContaining('assayd-service.xml') }
  expect(JSON.parse(json)).toMatchObject({
    done: false,
    root: null,
    steps: expect.arrayContaining([expect.objectContaining(wrapper)]),
  })
  expect(readdirSync(folder)).toEqual([])
})

it('With --root the files are written below it and no command runs', async () => {
  const root = temporaryFolder()
  const program = cliProgram(addService, '/srv/assayd/data')
  const where = ['--root', root, '--config', '/srv/assayd/assayd.yaml', '--system', 'winsw']
  const lines = await program.run('service', 'install', ...where)
  expect(lines.at(-1)).toMatch(/^write .*assayd-service\.xml$/)
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' })
  const file = names.find((name) => name.endsWith('assayd-service.xml')) ?? ''
  expect(readFileSync(join(root, file), 'utf8')).toContain('<id>assayd</id>')
})

it('A service manager that is not known is refused with those that are', async () => {
  const program = cliProgram(addService, '/srv/assayd/data')
  await expect(program.run('service', 'install', '--system', 'runit')).rejects.toMatchObject({
    code: 'option-unsuited',
    hint: 'Known are systemd, task-scheduler, winsw.',
  })
})
