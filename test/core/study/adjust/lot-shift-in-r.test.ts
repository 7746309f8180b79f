import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import { fitCurve } from '../../../../src/core/curve/fit-curve.ts'
import { sharedShape } from '../../../../src/core/study/adjust/shared-shape.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'
import { hasReference, referenceRows, WITHOUT_REFERENCE } from '../../curve/reference.ts'

const SCRIPT = fileURLToPath(new URL('../../../../scripts/peers/shared-shape.R', import.meta.url))
const hasR = spawnSync('Rscript', ['--version']).status === 0
const why = hasR ? WITHOUT_REFERENCE : ' (skipped: R is not installed)'

/** The standards of some curves of a reference set that the original analyst did not mask. */
function standards(dataset: string, curves: readonly string[]) {
  const rows = referenceRows('curves/curves.csv').filter(
    (row) => row['dataset'] === dataset && row['used'] === '1',
  )
  return curves.map((curve) =>
    rows
      .filter((row) => row['curve'] === curve)
      .map((row) => ({ concentration: Number(row['x']), od: Number(row['y']) })),
  )
}

/** Shifts and their errors by R's nls, of each plate but the first. */
function byR(plates: ReturnType<typeof standards>): readonly (readonly number[])[] {
  const file = join(temporaryFolder(), 'points.csv')
  const lines = plates.flatMap((points, plate) =>
    points.map(({ concentration, od }) => `${plate},${concentration},${od}`),
  )
  writeFileSync(file, ['plate,conc,od', ...lines, ''].join('\n'))
  const { stdout, stderr, status } = spawnSync('Rscript', [SCRIPT, file], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.split(',').map(Number))
}

describe.skipIf(!hasReference || !hasR)(`The shared shape of real plates${why}`, () => {
  it.each([
    ['ELISAtools_SMP', ['Assay_2_p1', 'Assay_3_and_4_p1']],
    ['DNase', ['run01', 'run02', 'run03', 'run04', 'run05']],
  ])('has the shifts and errors of R: %s', (dataset, curves) => {
    const plates = standards(dataset, curves)
    expect(Math.min(...plates.map(({ length }) => length))).toBeGreaterThan(10)
    const calibrations = plates.map((points) => ({
      points,
      curve: fitCurve(points, { model: '4pl', weights: 'none', points: 'wells' }),
    }))
    const [first] = calibrations
    const shared = first === undefined ? null : sharedShape(calibrations, first.curve)
    const { shifts, covariance } = shared ?? { shifts: [], covariance: [] }
    for (const [index, [shift = NaN, se = NaN]] of byR(plates).entries()) {
      const at = index + 1
      const variance =
        (covariance[at]?.[at] ?? NaN) +
        (covariance[0]?.[0] ?? NaN) -
        2 * (covariance[at]?.[0] ?? NaN)
      expect((shifts[at] ?? NaN) - (shifts[0] ?? NaN)).toBeCloseTo(shift, 7)
      expect(Math.sqrt(variance) / se).toBeCloseTo(1, 6)
    }
  })
})
