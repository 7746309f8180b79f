import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it, onTestFinished } from 'vitest'

import { faultsText, patternOf, WORLD_FAULTS } from '../../../scripts/world-faults/table.ts'
import { canMount, diskImage, expectWhole, faultLab, mountNote } from './fault-lab.ts'

const ANALYSED = /is analysed as/
const FAKETIME = '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1'
const hasFaketime = existsSync(FAKETIME)
const faketimeNote = hasFaketime ? '' : ' (skipped: libfaketime is not there)'

function wellsFiles(folder: string): number {
  return readdirSync(folder).filter((name) => name.endsWith('_wells.csv')).length
}

describe.skipIf(!canMount)(`A share${mountNote}`, { timeout: 240_000 }, () => {
  it(`stands it: ${WORLD_FAULTS['share-gone'].fault}`, async () => {
    const lab = await faultLab()
    const unmount = lab.mount(lab.exports, '-t', 'tmpfs', '-o', 'ro', 'tmpfs')
    const daemon = lab.start()
    await daemon.says(patternOf(WORLD_FAULTS['share-gone']))
    await daemon.says(ANALYSED)
    await daemon.says(ANALYSED)
    unmount()
    await daemon.says(/All results are exported again/)
    expect(await daemon.stop(), daemon.said()).toBe(0)
    expectWhole(lab)
    expect(daemon.said().match(/EROFS/g)).toHaveLength(1)
    expect(lab.counts().waiting).toBe(0)
    expect(wellsFiles(lab.exports)).toBe(lab.counts().analyses)
  })

  it(`stands it: ${WORLD_FAULTS['share-hangs'].fault}`, async () => {
    const lab = await faultLab()
    lab.mount(lab.exports, '-o', 'loop', diskImage(lab.folder))
    const daemon = lab.start()
    await daemon.says(/is written/)
    spawnSync('fsfreeze', ['-f', lab.exports])
    onTestFinished(() => void spawnSync('fsfreeze', ['-u', lab.exports]))
    await daemon.says(patternOf(WORLD_FAULTS['share-hangs']))
    await daemon.says(ANALYSED)
    spawnSync('fsfreeze', ['-u', lab.exports])
    await daemon.says(/All results are exported again/)
    expect(await daemon.stop(), daemon.said()).toBe(0)
    expectWhole(lab)
    expect(lab.counts().waiting).toBe(0)
  })
})

describe.skipIf(!hasFaketime)(`The clock${faketimeNote}`, { timeout: 240_000 }, () => {
  it.each([
    ['clock-back', '-1d'],
    ['clock-forward', '+365d'],
  ] as const)('%s', async (row, shift) => {
    const lab = await faultLab()
    const file = join(lab.folder, 'clock')
    writeFileSync(file, '+0\n')
    const daemon = lab.start({
      LD_PRELOAD: FAKETIME,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
    })
    await daemon.says(ANALYSED)
    writeFileSync(file, `${shift}\n`)
    await daemon.says(patternOf(WORLD_FAULTS[row]))
    await daemon.says(ANALYSED)
    await daemon.says(ANALYSED)
    expect(daemon.said().match(/port .+ is open/g)?.length).toBeGreaterThanOrEqual(2)
    expect(await daemon.stop(), daemon.said()).toBe(0)
    expectWhole(lab)
    expect(lab.faults()).toContain('clock-jumped')
  })
})

describe('A reader and its configuration', { timeout: 240_000 }, () => {
  it(`stands it: ${WORLD_FAULTS['port-gone'].fault}`, async () => {
    const lab = await faultLab()
    const daemon = lab.start()
    await daemon.says(ANALYSED)
    await lab.unplug()
    await daemon.says(patternOf(WORLD_FAULTS['port-gone']))
    await lab.plugIn()
    await daemon.says(ANALYSED)
    expect(await daemon.stop(), daemon.said()).toBe(0)
    expectWhole(lab)
  })

  it(`stands it: ${WORLD_FAULTS['config-broken'].fault}`, async () => {
    const lab = await faultLab()
    const daemon = lab.start()
    await daemon.says(ANALYSED)
    const text = readFileSync(lab.config, 'utf8')
    writeFileSync(lab.config, text.slice(0, text.indexOf('trigger:') + 5))
    await daemon.says(patternOf(WORLD_FAULTS['config-broken']))
    await daemon.says(ANALYSED)
    writeFileSync(lab.config, text)
    expect(await daemon.stop(), daemon.said()).toBe(0)
    expectWhole(lab)
  })
})

it('docs/faults.md says what these tests do', () => {
  const file = new URL('../../../docs/faults.md', import.meta.url)
  expect(readFileSync(file, 'utf8')).toBe(faultsText())
})
