import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { patternOf, WORLD_FAULTS } from '../../../scripts/world-faults/table.ts'
import { canMount, diskImage, expectWhole, faultLab, fill, mountNote } from './fault-lab.ts'

const ANALYSED = /is analysed as/

describe.skipIf(!canMount)(`A disk${mountNote}`, { timeout: 240_000 }, () => {
  it(`stands it: ${WORLD_FAULTS['disk-full'].fault}`, async () => {
    const lab = await faultLab()
    lab.mount(lab.data, '-t', 'tmpfs', '-o', 'size=24m', 'tmpfs')
    const daemon = lab.start()
    await daemon.says(ANALYSED)
    const ballast = fill(lab.data)
    await daemon.says(patternOf(WORLD_FAULTS['disk-full']))
    rmSync(ballast)
    await daemon.says(ANALYSED)
    await daemon.says(ANALYSED)
    expect(await daemon.stop(), daemon.said()).toBe(0)
    expectWhole(lab)
  })

  it(`stands it: ${WORLD_FAULTS['captures-full'].fault}`, async () => {
    const lab = await faultLab()
    const captures = join(lab.data, 'captures')
    lab.mount(captures, '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs')
    const daemon = lab.start()
    await daemon.says(ANALYSED)
    const ballast = fill(captures)
    await daemon.says(patternOf(WORLD_FAULTS['captures-full']))
    rmSync(ballast)
    await daemon.says(ANALYSED)
    expect(await daemon.stop(), daemon.said()).toBe(0)
    expectWhole(lab)
  })

  it(`stands it: ${WORLD_FAULTS['log-full'].fault}`, async () => {
    const lab = await faultLab()
    const logs = join(lab.data, 'logs')
    lab.mount(logs, '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs')
    fill(logs)
    const daemon = lab.start()
    await daemon.says(patternOf(WORLD_FAULTS['log-full']))
    await daemon.says(ANALYSED)
    expect(await daemon.stop(), daemon.said()).toBe(0)
    expectWhole(lab)
  })

  it(`stands it: ${WORLD_FAULTS['read-only'].fault}`, async () => {
    const lab = await faultLab()
    const image = diskImage(lab.folder)
    const unmount = lab.mount(lab.data, '-o', 'loop', image)
    const daemon = lab.start()
    await daemon.says(ANALYSED)
    spawnSync('mount', ['-o', 'remount,abort', lab.data])
    await daemon.says(patternOf(WORLD_FAULTS['read-only']))
    await daemon.stop()
    const told = daemon.said().match(/plate \S+ is stored/g)?.length ?? 0
    unmount()
    spawnSync('fsck.ext4', ['-y', image])
    lab.mount(lab.data, '-o', 'loop', image)
    const again = lab.start()
    await again.says(ANALYSED)
    expect(await again.stop(), again.said()).toBe(0)
    expectWhole(lab)
    expect(lab.counts().reads).toBeGreaterThan(told)
  })
})
