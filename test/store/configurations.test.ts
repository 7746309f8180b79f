import { describe, expect, it } from 'vitest'

import { openStore } from '../../src/store/open-store.ts'
import { sampleConfiguration } from '../support/sample-records.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('Configurations', () => {
  it('come out again as they were kept, newest last; the newest is not kept twice', () => {
    const folder = temporaryFolder()
    const kept = ['lab: one', 'lab: two', 'lab: one'].map(sampleConfiguration)
    const store = openStore(folder)
    for (const one of kept) store.saveConfiguration(one)
    store.saveConfiguration(sampleConfiguration('lab: one'))
    store.close()
    const again = openStore(folder)
    expect(again.configurations()).toEqual(kept)
    const query = { who: null, act: 'configured', about: null, since: null, until: null } as const
    const entries = again.audit({ ...query, after: 0, newestMax: 10 })
    expect(entries.map(({ before, after }) => [JSON.parse(before), JSON.parse(after)])).toEqual([
      [null, kept[0]?.version.hash],
      [kept[0]?.version.hash, kept[1]?.version.hash],
      [kept[1]?.version.hash, kept[0]?.version.hash],
    ])
    expect([...again.auditChecked(null)].flatMap(({ findings }) => findings)).toEqual([])
    again.close()
  })

  it('are refused with a hash that is not their text', () => {
    const store = openStore(temporaryFolder())
    const { version, ...rest } = sampleConfiguration('lab: one')
    const files = version.files.map((file) => ({ ...file, text: 'lab: other' }))
    expect(() => store.saveConfiguration({ ...rest, version: { ...version, files } })).toThrow(
      RangeError,
    )
    expect(store.configurations()).toEqual([])
    store.close()
  })
})
