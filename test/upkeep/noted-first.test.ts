import { expect, it } from 'vitest'

import type { Bench } from '../../src/bench.ts'
import { AssaydError } from '../../src/core/errors.ts'
import { openBackupDesk } from '../../src/upkeep/backup-desk.ts'
import { Verifications } from '../../src/verify/verifications.ts'
import { withOffice } from '../support/office-bench.ts'
import { storedBench } from '../support/stored-bench.ts'

/** A bench with a plan for backups, whose trail takes no entry. */
async function withFullDisk(work: (bench: Bench) => void): Promise<void> {
  await withOffice(await storedBench(), async ({ bench }) => {
    const note = (): never => {
      throw new AssaydError('store-write', 'the disk is full')
    }
    const backup = { folder: '/nowhere', when: { everyH: 24 }, keep: 2 }
    const keeping = { ...bench.settings.keeping, backup }
    const settings = { ...bench.settings, keeping }
    work({ ...bench, settings, store: { ...bench.store, note } })
  })
}

it('A backup that cannot be noted is not begun', async () => {
  await withFullDisk((bench) => {
    const desk = openBackupDesk({ bench, keeper: { backups: async () => [] } })
    expect(() => desk.order('ada')).toThrow('the disk is full')
    expect(desk.runs()).toEqual({ underWay: null, last: null })
    expect(desk.isOrdered()).toBe(false)
  })
})

it('A verification that cannot be noted is not begun', async () => {
  await withFullDisk((bench) => {
    const verify = async (): Promise<void> => expect.unreachable()
    const verifications = new Verifications({ bench, errands: { verify } })
    const scope = { plate: null, since: null, until: null, newestMax: null }
    expect(() => verifications.begin({ scope, who: 'ada' })).toThrow('the disk is full')
    expect(verifications.reports()).toEqual([])
  })
})
