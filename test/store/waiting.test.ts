import { renameSync } from 'node:fs'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import { expect, it } from 'vitest'

import { openStore, openView } from '../../src/store/open-store.ts'
import { sampleCapture, sampleHeardRead, sampleRecordLater } from '../support/sample-records.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** A store with two reads, of which the first is a plate that nothing describes. */
function someStore() {
  const folder = temporaryFolder()
  const store = openStore(folder)
  store.saveCapture(sampleCapture(), 'a.capture')
  const first = store.saveRead(sampleHeardRead({ lastByte: 1 })).stored
  const last = store.saveRead(sampleHeardRead({ lastByte: 2 })).stored
  const record = {
    plate: 'P1',
    binding: 'unassigned',
    bindingReason: 'nothing',
    layoutId: '',
    assayId: '',
    kitLot: '',
    operator: '',
    barcode: '',
  } as const
  store.savePlate(record, first.readId)
  return { folder, store, first, last }
}

it('What waits is counted, with the time of the oldest', () => {
  const { store, first } = someStore()
  expect(store.waiting()).toEqual({
    exports: 0,
    oldestExportAt: null,
    unassigned: 1,
    oldestUnassignedAt: first.receivedAt,
    captures: 1,
  })
  store.close()
})

it('The newest read of a reader is told, with its plate where it has one', () => {
  const { store, last } = someStore()
  const { readerId, receivedAt } = last
  expect(store.newestReads()).toEqual([{ readerId, receivedAt, plate: null }])
  store.close()
})

it('A plate whose read was given to another waits for nobody any more', () => {
  const { store, first } = someStore()
  const deed = { who: 'k.wander', reason: 'its sheet was found' }
  const record = sampleRecordLater('P2')
  const at = '2026-11-23T10:00:00.000+03:00'
  store.assign({ readId: first.readId, record, sheet: null, at, deed })
  expect(store.waiting()).toMatchObject({ unassigned: 0, oldestUnassignedAt: null })
  store.close()
})

it('The newest read of a reader is told with the plate that it is of now', () => {
  const { store, first, last } = someStore()
  const deed = { who: 'k.wander', reason: 'the plates were swapped' }
  const at = '2026-11-23T10:00:00.000+03:00'
  store.savePlate(sampleRecordLater('P2'), last.readId)
  store.assign({ readId: last.readId, record: sampleRecordLater('P3'), sheet: null, at, deed })
  expect(store.newestReads()).toMatchObject([{ plate: 'P3' }])
  expect(first.readId).toBeLessThan(last.readId)
  store.close()
})

it('Trying to write changes nothing, waits for nobody, and notices a file that is gone', () => {
  const { folder, store } = someStore()
  const before = store.waiting()
  expect(store.checkWrite()).toBeGreaterThan(4096)
  expect(store.waiting()).toEqual(before)
  const other = new Database(join(folder, 'assayd.sqlite'))
  other.exec('BEGIN IMMEDIATE')
  const askedMs = performance.now()
  expect(() => store.checkWrite()).toThrow(expect.objectContaining({ code: 'store-busy' }))
  expect(performance.now() - askedMs).toBeLessThan(1000)
  other.exec('ROLLBACK')
  other.close()
  renameSync(join(folder, 'assayd.sqlite'), join(folder, 'moved.sqlite'))
  expect(() => store.checkWrite()).toThrow(expect.objectContaining({ code: 'store-open' }))
  store.close()
})

it('Opened to be read, a store shows everything and takes nothing', () => {
  const { folder, store } = someStore()
  const reading = openView(folder)
  expect(reading.waiting()).toEqual(store.waiting())
  expect(reading).not.toHaveProperty('checkWrite')
  reading.close()
  store.close()
})

it('A folder without a database is not given one by looking', () => {
  const folder = temporaryFolder()
  expect(() => openView(folder)).toThrow(expect.objectContaining({ code: 'store-open' }))
})
