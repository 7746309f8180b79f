import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { analyse } from '../../src/core/analyse/analyse.ts'
import type { Assay } from '../../src/core/assay.ts'
import type { Layout } from '../../src/core/layout/layout.ts'
import type { Block, PlateRead } from '../../src/core/plate-read.ts'
import { settingsFrom } from '../../src/settings/settings-source.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const CONFIG = join(import.meta.dirname, '../../config')

const TRUTH = 40

/** The OD over an empty well that a concentration has; a bent curve, as kits have them. */
function odOf(concentration: number): number {
  return 0.05 + 3.2 / (1 + (700 / concentration) ** 1.15)
}

function shipped() {
  const folder = temporaryFolder()
  cpSync(CONFIG, folder, { recursive: true })
  mkdirSync(join(folder, 'demo'), { recursive: true })
  writeFileSync(join(folder, 'demo/plate.csv'), 'well,450,540\nA1,0.1,0.05\n')
  return settingsFrom(join(folder, 'assayd.yaml'), ['biotek-elx']).load()
}

/** A plate without noise whose specimens all hold the same. */
function readOf({ wells }: Layout, assay: Assay): PlateRead {
  const block = (wavelengthNm: number, over: (index: number) => number): Block => ({
    interval: 1,
    wavelengthNm,
    referenceNm: null,
    subtractedByInstrument: false,
    temperatureC: null,
    checksum: 'ok',
    wells: wells.map(({ well }, index) => ({ well, value: 0.04 + over(index), text: '' })),
  })
  const od = (index: number): number => {
    const { role, level } = wells[index] ?? {}
    if (role === 'standard') return odOf(assay.standards[(level ?? 0) - 1] ?? NaN)
    return role === 'sample' ? odOf(TRUTH) : 0
  }
  const blocks = [block(assay.wavelengthNm, od), block(assay.referenceNm ?? NaN, () => 0)]
  return { format: 96, barcode: null, extra: {}, bytes: new Uint8Array(), blocks }
}

describe('A shipped assay that computes as its insert', () => {
  it.each([
    {
      id: 'il6-duoset-dy206-insert',
      layoutId: 'milk-13x3-duplicate',
      model: '4pl',
      percentMax: 1,
    },
    // A straight line on log-log axes misses a bent curve in its middle.
    {
      id: 'il6-opteia-555220-insert',
      layoutId: 'milk-13x3-before',
      model: 'log-log',
      percentMax: 25,
    },
  ])('$id: on $layoutId by $model', ({ id, layoutId, model, percentMax }) => {
    const { assays, layouts } = shipped()
    const assay = assays.get(id)?.value
    const layout = layouts.get(layoutId)?.value
    if (assay === undefined || layout === undefined) throw new RangeError('It is not shipped.')
    const { curve, samples, profile, range } = analyse(
      { read: readOf(layout, assay), layout, assay, sheet: null },
      [],
    )
    expect(profile).toBe('kit-insert')
    expect(curve).toMatchObject({ model, converged: true, weights: 'none', points: 'means' })
    const positive = assay.standards.filter((nominal) => nominal > 0)
    expect(range).toEqual({ lloq: Math.min(...positive), uloq: Math.max(...positive) })
    const specimens = samples.filter(({ role }) => role === 'sample')
    for (const { concentration } of specimens) {
      expect(concentration.state).toBe('ok')
      const percent = 100 * Math.abs((concentration.value ?? NaN) / TRUTH - 1)
      expect(percent).toBeLessThan(percentMax)
    }
    expect(specimens).toHaveLength(39)
  })

  it.each(['il6-duoset-dy206-insert', 'il6-opteia-555220-insert'])(
    '%s says that every step is from memory',
    (id) => {
      const text = readFileSync(join(CONFIG, 'assays', `${id}.yaml`), 'utf8')
      expect(text).toContain('# UNVERIFIED: every figure and every step is from memory')
      for (const key of ['blank', 'curve', 'standards', 'wavelength_nm', 'reference_nm']) {
        const line = text.split('\n').find((each) => each.startsWith(`${key}:`))
        expect(line).toContain('check against your insert')
      }
    },
  )
})
