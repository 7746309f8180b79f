import { cpSync, readdirSync, truncateSync } from 'node:fs'
import { join } from 'node:path'

import { expect, it } from 'vitest'

import { simulator } from '../../drivers/biotek-elx/simulator.ts'
import { backedUp } from '../support/restored-with.ts'
import { resumedScene } from '../support/resumed-scene.ts'

/** Enough for the header and not for the plate. */
const CUT_BYTES = 600

it('A copy that a person made before a plate came does not stand in for its capture', async () => {
  const set = resumedScene({ simulator, trigger: 'on-run-sheet' })
  const restore = await backedUp(set.bench)
  const daemon = await set.start()
  await daemon.until(({ lastPlate }) => lastPlate === 'P1')
  await daemon.stop()
  const captures = join(set.bench.settings.folders.data, 'captures')
  const [day = ''] = readdirSync(captures)
  // Comes before the folder of the day when names are sorted, as `2026-11-23 - Copy` does.
  const copy = join(captures, `${day}.bak`)
  cpSync(join(captures, day), copy, { recursive: true })
  for (const name of readdirSync(copy)) truncateSync(join(copy, name), CUT_BYTES)
  await restore()
  set.sheets.splice(0)
  const again = await set.start()
  await again.until(({ state }) => state === 'idle')
  await again.stop()
  expect(set.bench.look((store) => store.counts().reads)).toBe(1)
  const text = expect.stringContaining(`Capture '${day}.bak/`)
  expect(set.bench.news).toContainEqual(expect.objectContaining({ kind: 'mistake', text }))
})
