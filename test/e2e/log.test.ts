import { join } from 'node:path'

import { expect, it } from 'vitest'

import { kinds, runUntil, scene } from '../support/daemon-scene.ts'
import { logLinesIn } from '../support/log-lines.ts'

it('The log follows a plate by reader, read and analysis, and names what is wrong', async () => {
  const set = scene({ fault: 'bad-checksum' })
  await runUntil(set, 'analysed')
  const lines = logLinesIn(join(set.bench.folder, 'data', 'logs'))
  const told = kinds(set).filter((kind) => kind !== 'progress' && kind !== 'settled')
  expect(lines.flatMap(({ news }) => news ?? [])).toEqual(told)
  expect(lines.find(({ news }) => news === 'fault')).toMatchObject({
    level: 'warn',
    area: 'readers',
    reader: 'elx',
    code: 'reader-checksum',
  })
  const stored = lines.find(({ news }) => news === 'plate')
  expect(stored).toMatchObject({ area: 'plates', reader: 'elx', readId: 1 })
  expect(lines.find(({ news }) => news === 'analysed')).toMatchObject({
    reader: 'elx',
    readId: 1,
    plate: stored?.['plate'],
    analysis: `${String(stored?.['plate'])}/1`,
  })
})

it('A plate that nothing describes is found in the log by its read', async () => {
  const set = scene({ layout: null })
  await set.clock.runUntil(set.bench.run({ once: true }))
  const lines = logLinesIn(join(set.bench.folder, 'data', 'logs'))
  expect(lines.find(({ news }) => news === 'failed')).toMatchObject({
    code: 'plate-unassigned',
    readId: 1,
  })
})
