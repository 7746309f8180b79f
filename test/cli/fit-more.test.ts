import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { parse } from 'csv-parse/sync'
import { Command, CommanderError } from 'commander'
import { describe, expect, it } from 'vitest'

import { addFit } from '../../src/cli/fit.ts'
import { MODEL_IDS } from '../../src/core/curve/curve-models.ts'
import { readTable } from '../../src/settings/csv-table.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ROOT = join(import.meta.dirname, '../..')
const DNASE = join(ROOT, 'test/oracles/dnase-run-1.csv')

async function fit(...args: readonly string[]): Promise<readonly string[]> {
  const lines: string[] = []
  const program = new Command('assayd')
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
  addFit(program, { readTable, print: (line) => void lines.push(line) })
  for (const command of program.commands) command.exitOverride().copyInheritedSettings(program)
  await program.parseAsync(['fit', DNASE, ...args], { from: 'user' })
  return lines
}

interface FitJson {
  readonly unknowns: readonly { concentration: number; se: number; ci_low: number }[]
  readonly bootstrap: {
    readonly draws: number
    readonly seed: number
    readonly unknowns: readonly ({ median: number; low: number; high: number } | null)[]
  }
  readonly comparison: {
    readonly criterion_weights: string
    readonly models: readonly {
      readonly model: string
      readonly aicc: number | null
      readonly p_over_4pl: number | null
      readonly back_fits: readonly { nominal: number; recovery_percent: number | null }[]
    }[]
  }
  readonly band: {
    readonly wells: number
    readonly points: readonly Record<string, number>[]
  }
  readonly profile: {
    readonly points: readonly { concentration: number; od: number; cv_percent: number | null }[]
    readonly lloq: number
    readonly uloq: number
  }
}

async function jsonOf(...args: readonly string[]): Promise<FitJson> {
  const json: FitJson = JSON.parse((await fit(...args, '--json'))[0] ?? '')
  return json
}

function unknowns(text: string): string {
  const file = join(temporaryFolder(), 'u.csv')
  writeFileSync(file, text)
  return file
}

/** R's weighted residual sum of squares of the 4PL with weights 1/y². */
function wrssOfR(): number {
  const file = join(ROOT, 'test/oracles/dnase-run-1-fits.csv')
  const rows: readonly Record<string, string>[] = parse(readFileSync(file), { columns: true })
  const of = (row: Record<string, string>): string => `${row['points']} ${row['weights']}`
  const found = rows.find((row) => of(row) === 'wells 1/y2' && row['quantity'] === 'wrss')
  return Number(found?.['value'])
}

describe('assayd fit --compare', () => {
  it('has every model with its criteria, AICc as R’s own sum of squares gives it', async () => {
    const { comparison } = await jsonOf('--compare')
    expect(comparison.models.map(({ model }) => model)).toEqual(MODEL_IDS)
    expect(comparison.criterion_weights).toBe('1/y2')
    const ods: readonly Record<string, string>[] = parse(readFileSync(DNASE), { columns: true })
    const logs = ods.reduce((sum, { od }) => sum + 2 * Math.log(Number(od)), 0)
    const [n, k] = [16, 5]
    const aicc = n * Math.log(wrssOfR() / n) + logs + 2 * k + (2 * k * (k + 1)) / (n - k - 1)
    expect(comparison.models[0]?.aicc).toBeCloseTo(aicc, 6)
    expect(comparison.models[0]?.back_fits.map(({ nominal }) => nominal)).toEqual([
      0.048_828_12, 0.195_312_5, 0.390_625, 0.78125, 1.5625, 3.125, 6.25, 12.5,
    ])
    const five = comparison.models.find(({ model }) => model === '5pl-')
    expect(five?.p_over_4pl).toBeGreaterThan(0.01)
    expect(five?.p_over_4pl).toBeLessThan(0.05)
  })

  it('shows them as a table, and that it is an offer', async () => {
    const lines = await fit('--compare', '--weights', 'none')
    expect(lines.join('\n')).toMatch(/^Models on these standards; .* under weights none:$/m)
    expect(lines.join('\n')).toMatch(/^Log-log line +-?\d/m)
    expect(lines.join('\n')).toMatch(/^Monotone cubic \(PCHIP\) +– +– +– +100\.0 +100\.0$/m)
    expect(lines.at(-1)).toBe('An offer: a plate is fitted with what its assay file says.')
  })
})

describe('assayd fit --bands --profile', () => {
  it('go from the lowest standard above zero to the highest', async () => {
    const { band, profile } = await jsonOf('--bands', '--profile', '--grid', '9', '--wells', '3')
    const ends = (points: readonly { concentration?: number }[]) =>
      [points.at(0), points.at(-1)].map((point) => point?.concentration)
    expect(band.wells).toBe(3)
    expect(band.points).toHaveLength(9)
    expect(profile.points).toHaveLength(9)
    expect(ends(band.points)).toEqual([0.048_828_12, 12.5])
    expect(ends(profile.points)).toEqual([0.048_828_12, 12.5])
    expect(Object.keys(band.points[0] ?? {})).toEqual([
      'concentration',
      'od',
      'low',
      'high',
      'prediction_low',
      'prediction_high',
    ])
  })

  it('say the same as an unknown that is read there', async () => {
    const { profile } = await jsonOf('--profile', '--grid', '3', '--wells', '2')
    const [, middle] = profile.points
    const read = await jsonOf('--unknowns', unknowns(`od,wells\n${middle?.od},2\n`))
    const { concentration = NaN, se = NaN } = read.unknowns[0] ?? {}
    expect(concentration).toBeCloseTo(middle?.concentration ?? 0, 9)
    expect((100 * se) / concentration).toBeCloseTo(middle?.cv_percent ?? 0, 9)
    expect(profile.lloq).toBeGreaterThan(0)
    expect(profile.uloq).toBeGreaterThan(profile.lloq)
  })

  it('are in the report, or that the curve has no errors', async () => {
    const report = (await fit('--bands', '--profile', '--grid', '2')).join('\n')
    expect(report).toMatch(/^95 % limits of the curve, and of the mean OD of 2 wells:$/m)
    expect(report).toMatch(/^The CV is at most 20 % from [\d.]+ to [\d.]+; outside/m)
    const spline = await fit('--bands', '--profile', '--model', 'pchip')
    expect(spline.filter((line) => line === 'There is no curve with errors of its own.')).toEqual([
      expect.any(String),
      expect.any(String),
    ])
    expect(await jsonOf('--profile', '--model', 'pchip')).toMatchObject({
      profile: { points: [], lloq: null, uloq: null },
    })
  })
})

describe('assayd fit --bootstrap', () => {
  const file = (): string => unknowns('od,wells\n1,2\n9,2\n')

  it('is repeated by its seed, and near the interval it checks', async () => {
    const draw = async (...more: readonly string[]) =>
      (await jsonOf('--unknowns', file(), '--bootstrap', '200', ...more)).bootstrap
    const first = await draw()
    expect(first).toMatchObject({ draws: 200, seed: 1 })
    expect(await draw()).toEqual(first)
    expect((await draw('--seed', '2')).unknowns).not.toEqual(first.unknowns)
    const [one, beyond] = first.unknowns
    const { unknowns: read } = await jsonOf('--unknowns', file())
    expect((one?.median ?? 0) / (read[0]?.concentration ?? NaN)).toBeCloseTo(1, 1)
    expect((one?.low ?? 0) / (read[0]?.ci_low ?? NaN)).toBeCloseTo(1, 0)
    expect(beyond).toMatchObject({ high: null })
  })

  it('is in the report with its seed', async () => {
    const report = await fit('--unknowns', file(), '--bootstrap', '40', '--seed', '7')
    expect(report).toContain('Bootstrap of the residuals, 40 draws, seed 7:')
  })

  it.each([
    [['--bootstrap', '100'], /nothing to draw for/],
    [['--bootstrap', '100', '--unknowns', 'u', '--points', 'means'], /residuals of wells/],
    [['--weights', 'irls', '--model', 'log-log'], /does not go with --model log-log/],
  ])('refuses %j', async (args, what) => {
    await expect(fit(...args)).rejects.toThrow(what)
  })

  it.each([
    ['--bootstrap', '39'],
    ['--bootstrap', '1e3'],
    ['--grid', '1'],
    ['--wells', '0'],
    ['--seed', '-1'],
  ])('refuses %s %s', async (...args) => {
    await expect(fit(...args)).rejects.toThrow(CommanderError)
  })
})

describe('The program itself', () => {
  it('prints the keys of the curve first, then what was asked for', () => {
    const args = ['scripts/assayd.mjs', 'fit', DNASE, '--profile', '--compare', '--json']
    const printed = execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' })
    expect(Object.keys(JSON.parse(printed))).toEqual([
      'model',
      'weights',
      'points',
      'converged',
      'reason',
      'parameters',
      'covariance',
      'wrss',
      'rss',
      'sigma',
      'df',
      'r2',
      'condition',
      'unknowns',
      'comparison',
      'profile',
    ])
  })
})
