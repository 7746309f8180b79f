import { expect, it } from 'vitest'

import type { LineEvent } from '../../src/ports/capture.ts'
import { documentReader } from '../../src/settings/stored-documents.ts'
import { verified } from '../../src/verify/verify.ts'
import { withOffice } from '../support/office-bench.ts'
import { sheetText, storedBench } from '../support/stored-bench.ts'

it('A verification finds nothing in what a daemon stores and people decide meanwhile', async () => {
  const bench = await storedBench()
  const { world, dataFolder } = bench
  const view = world.openStore(dataFolder)
  const readCapture = (file: string) => world.readCapture(dataFolder, file)
  const readDocuments = documentReader()
  const parts = { ...world, store: view, readCapture, readDocuments, evidence: null }
  const steps = verified(parts, { plate: null, since: null, until: null, newestMax: null })
  const found = [...(steps.next().value?.findings ?? [])]
  const known = view.plates().map(({ plate }) => plate)
  const last = known.at(-1) ?? ''
  await bench.runFor(1)
  const target = view.plates().find(({ plate }) => !known.includes(plate))?.plate ?? ''
  await withOffice(bench, async ({ office }) => {
    const sheet = { file: 'c.csv', text: sheetText(last, 'C') }
    const deed = { who: 'k.wander', reason: 'it was read twice' }
    await office.assign({ target, sheet, layout: null, isForced: true, deed })
  })
  for (const step of steps) found.push(...step.findings)
  view.close()
  expect(found).toEqual([])
})

it('A capture that goes on is heard again where a plate was read after it was heard', async () => {
  const { world, dataFolder } = await storedBench()
  const view = world.openStore(dataFolder)
  const first = Math.min(
    ...view.captures().flatMap(({ reads }) => reads.map((one) => one.lastByte)),
  )
  let times = 0
  const parts = {
    ...world,
    store: {
      ...view,
      captures: () => view.captures().map((one) => ({ ...one, isSettled: false, seal: null })),
    },
    readCapture: (file: string) => {
      times += 1
      const capture = world.readCapture(dataFolder, file)
      return times === 1 ? { ...capture, events: begun(capture.events, first) } : capture
    },
    readDocuments: documentReader(),
    evidence: null,
  }
  const all = { plate: null, since: null, until: null, newestMax: null }
  const found = [...verified(parts, all)].flatMap(({ findings }) => findings)
  view.close()
  expect(found).toEqual([])
  expect(times).toBe(2)
})

/** The events up to so many received bytes. */
function begun(events: readonly LineEvent[], bytes: number): readonly LineEvent[] {
  let received = 0
  return events.filter((event) => {
    if (received >= bytes) return false
    if (event.kind === 'received') received += event.bytes.length
    return true
  })
}
