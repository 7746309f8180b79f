import { join } from 'node:path'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { addAudit } from '../../src/cli/audit.ts'
import { cliProgram } from '../support/cli-program.ts'
import { fillStore } from '../support/sample-store.ts'
import { pastTriggers } from '../support/past-triggers.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

function filled() {
  const folder = temporaryFolder()
  fillStore(folder)
  const direct = (sql: string): void => {
    const database = new Database(join(folder, 'assayd.sqlite'))
    pastTriggers(database, () => void database.exec(sql))
    database.close()
  }
  return { direct, assayd: cliProgram(addAudit, folder) }
}

describe('assayd audit', () => {
  it('lists who changed what, and can be asked for one plate', async () => {
    const { assayd } = filled()
    const all = await assayd.run('audit')
    expect(all.join('\n')).toMatch(/^ +\d+ {2}2\S+ \S+ {2}assayd {2}read-stored {2}read 1\n/m)
    expect(all.join('\n')).toMatch(/^ {6}sha256: [0-9a-f]{12}…$/m)
    expect(Math.max(...all.map((line) => line.length))).toBeLessThanOrEqual(100)
    const some = await assayd.run('audit', 'list', '--about', 'IL6-07', '--json')
    const acts = some.map((line) => String(JSON.parse(line).act))
    expect(acts).toStrictEqual(['plate-bound', 'analysis-stored', 'analysis-stored'])
    expect(await assayd.run('audit', '--who', 'nobody')).toStrictEqual(['No entry fits.'])
    await expect(assayd.run('audit', '--last', 'x')).rejects.toThrow("the count 'x' of --last")
    await expect(assayd.run('audit', '--last', '0')).rejects.toThrow('Unable')
  })

  it('says that the trail is whole, and what only its kept end can tell', async () => {
    const { assayd } = filled()
    const [head = ''] = await assayd.run('audit', 'head')
    expect(head).toMatch(/^\d+:[0-9a-f]{64}$/)
    const [json = ''] = await assayd.run('audit', 'head', '--json')
    expect(JSON.parse(json)).toStrictEqual({
      number: Number(head.split(':')[0]),
      hash: head.split(':')[1],
    })
    const [said = ''] = await assayd.run('audit', 'verify')
    expect(said).toContain('each as it was written')
    expect(said).toContain('Whether entries were cut off')
    const [kept = ''] = await assayd.run('audit', 'verify', '--head', head)
    expect(kept).toContain('is the one that was written down')
    await expect(assayd.run('audit', 'verify', '--head', '7')).rejects.toThrow("from '7'")
  })

  it('fails when an entry was changed, or the end cut off', async () => {
    const { assayd, direct } = filled()
    const [head = ''] = await assayd.run('audit', 'head')
    direct('DELETE FROM audit WHERE entry = (SELECT max(entry) FROM audit)')
    await expect(assayd.run('audit', 'verify', '--head', head)).rejects.toMatchObject({
      code: 'audit-broken',
    })
    direct("UPDATE audit SET who = 'somebody' WHERE entry = 2")
    await expect(assayd.run('audit', 'verify')).rejects.toThrow('has 2 things that are not as')
  })
})
