import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { addAudit } from '../../src/cli/audit.ts'
import { addPlates } from '../../src/cli/plates.ts'
import { serveApi } from '../../src/web/serve-api.ts'
import type { ServedApi } from '../../src/ports/api.ts'
import { cliProgram } from '../support/cli-program.ts'
import { addMany } from '../support/many-plates.ts'
import { peopleScene, type PeopleScene } from '../support/people-scene.ts'
import { fillStore } from '../support/sample-store.ts'
import { atDesk, type StaffedScene } from '../support/staffed-scene.ts'

let staffed: StaffedScene
let scene: PeopleScene
let served: ServedApi

beforeEach(async () => {
  staffed = await atDesk({ trigger: 'listen' })
  scene = peopleScene()
  fillStore(scene.folder)
  addMany(scene.folder, [1, 1100])
  const { shown } = staffed
  const folders = { ...shown.settings.folders, data: scene.folder }
  const api = { host: '127.0.0.1', port: 0, network: null }
  const settings = { ...shown.settings, folders, api }
  served = await serveApi({ ...shown, store: scene.store, people: scene.people, settings })
})

afterEach(async () => {
  await served.close()
  await staffed.end()
  scene.store.close()
})

describe('A command that asks the daemon', () => {
  it('gets every plate, however many pages they are', async () => {
    const [json = ''] = await cliProgram(addPlates, scene.folder).run('plates', '--json')
    const stored: unknown = JSON.parse(JSON.stringify(scene.store.plates()))
    expect(JSON.parse(json)).toEqual(stored)
    expect(JSON.parse(json)).toHaveLength(1103)
  })

  it('gets as many as it asks for, the newest, and says that there are more', async () => {
    const lines = await cliProgram(addPlates, scene.folder).run('plates', '--last', '600')
    expect(lines[2]).toMatch(/^MANY-501 /)
    expect(lines.slice(2)).toHaveLength(601)
    expect(lines.at(-1)).toContain('There are more plates than these')
  })

  it('gets the audit trail as the database has it', async () => {
    const audit = cliProgram(addAudit, scene.folder)
    const through = await audit.run('audit', '--last', 'all', '--json')
    await served.close()
    expect(through).toEqual(await audit.run('audit', '--last', 'all', '--json'))
    expect(through.length).toBeGreaterThan(1100)
    expect(await audit.run('audit', '--last', '700', '--json')).toEqual(through.slice(-700))
  })
})
