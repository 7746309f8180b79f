import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { Command, CommanderError } from 'commander'
import { describe, expect, it } from 'vitest'

import { addFit } from '../../src/cli/fit.ts'
import { CURVE_MODELS, MODEL_IDS } from '../../src/core/curve/curve-models.ts'
import { AssaydError } from '../../src/core/errors.ts'
import { readTable } from '../../src/settings/csv-table.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** R's DNase Run 1, as scripts/oracles.R writes it. */
const DNASE = fileURLToPath(new URL('../oracles/dnase-run-1.csv', import.meta.url))

/** Runs the command and gives the lines it printed. */
async function fit(...args: readonly string[]): Promise<readonly string[]> {
  const lines: string[] = []
  const program = new Command('assayd')
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
  addFit(program, { readTable, print: (line) => void lines.push(line) })
  for (const command of program.commands) command.exitOverride().copyInheritedSettings(program)
  await program.parseAsync(['fit', ...args], { from: 'user' })
  return lines
}

function fileOf(name: string, text: string): string {
  const file = join(temporaryFolder(), name)
  writeFileSync(file, text)
  return file
}

/** The one JSON object the command printed, in the order of its keys. */
async function jsonOf(...args: readonly string[]): Promise<Record<string, unknown>> {
  const lines = await fit(...args, '--json')
  expect(lines).toHaveLength(1)
  const parsed: Record<string, unknown> = JSON.parse(lines[0] ?? '')
  return parsed
}

const KEYS = [
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
]

const UNKNOWN_KEYS = ['od', 'wells', 'concentration', 'se', 'ci_low', 'ci_high', 'state', 'reason']

/** The error of a run that must fail. */
async function errorOf(...args: readonly string[]): Promise<AssaydError> {
  try {
    await fit(...args)
  } catch (error) {
    if (error instanceof AssaydError) return error
    throw error
  }
  throw new TypeError('Expected the run to fail.')
}

describe('assayd fit --json', () => {
  it('has these keys in this order, and R’s numbers in full', async () => {
    const result = await jsonOf(DNASE, '--weights', 'none')
    expect(Object.keys(result)).toStrictEqual(KEYS)
    expect(result).toMatchObject({
      model: '4pl',
      weights: 'none',
      points: 'wells',
      converged: true,
      reason: '',
      df: 12,
      unknowns: [],
      parameters: {
        A: {
          value: expect.closeTo(-0.00789717435, 9),
          se: expect.closeTo(0.01719970587, 9),
        },
        B: { value: expect.closeTo(0.94110682034, 9) },
        C: { value: expect.closeTo(4.51498978637, 8) },
        D: { value: expect.closeTo(2.37723886641, 9) },
      },
      wrss: expect.closeTo(0.00470725495816, 12),
    })
    expect(JSON.stringify(result['parameters'])).toMatch(
      /^\{"A":\{"value":-0\.\d{15,},"se":0\.\d{15,}\},"B":\{"value".*"C":.*"D":/,
    )
    expect(result['covariance']).toHaveLength(4)
  })

  it('fits wells by 1/ŷ² unless it is told otherwise', async () => {
    expect(await jsonOf(DNASE)).toMatchObject({ model: '4pl', weights: 'irls', points: 'wells' })
    expect(await jsonOf(DNASE, '--points', 'means', '--weights', '1/y')).toMatchObject({
      weights: '1/y',
      points: 'means',
      df: 4,
    })
  })

  it('reads unknowns off, each with its state', async () => {
    const unknowns = fileOf('u.csv', 'od,wells\n1.0,2\n0.001,1\n-0.5,\n1.9,3\n5,1\n')
    const result = await jsonOf(DNASE, '--unknowns', unknowns)
    const rows: readonly Record<string, unknown>[] = JSON.parse(JSON.stringify(result['unknowns']))
    expect(rows.map((row) => Object.keys(row))).toStrictEqual(rows.map(() => UNKNOWN_KEYS))
    expect(rows.map(({ state }) => state)).toStrictEqual([
      'ok',
      'below_lloq',
      'below_curve',
      'above_uloq',
      'above_curve',
    ])
    expect(rows.map(({ wells }) => wells)).toStrictEqual([2, 1, 1, 3, 1])
    expect(rows.map(({ concentration }) => typeof concentration)).toStrictEqual([
      'number',
      'number',
      'object',
      'number',
      'object',
    ])
    expect(rows[2]).toMatchObject({ concentration: null, se: null, ci_low: null, ci_high: null })
    expect(rows.map(({ reason }) => reason === '')).toStrictEqual([true, ...Array(4).fill(false)])
  })

  it('takes one well where the unknowns have no such column', async () => {
    const [alone, said] = await Promise.all(
      ['od\n1\n', 'od,wells\n1,1\n'].map((text) =>
        jsonOf(DNASE, '--unknowns', fileOf('u.csv', text)),
      ),
    )
    expect(alone).toStrictEqual(said)
  })

  it('has null for every number, and a reason, when there is no curve', async () => {
    const standards = fileOf('s.csv', 'conc,od\n0,0.1\n1,0.2\n2,0.3\n')
    const result = await jsonOf(standards, '--unknowns', fileOf('u.csv', 'od\n0.2\n'))
    expect(Object.keys(result)).toStrictEqual(KEYS)
    expect(result).toStrictEqual({
      model: '4pl',
      weights: 'irls',
      points: 'wells',
      converged: false,
      reason: expect.stringMatching(/too few for 4 curve parameters\.$/),
      parameters: Object.fromEntries(
        ['A', 'B', 'C', 'D'].map((p) => [p, { value: null, se: null }]),
      ),
      covariance: [],
      wrss: null,
      rss: null,
      sigma: null,
      df: null,
      r2: null,
      condition: null,
      unknowns: [
        {
          od: 0.2,
          wells: 1,
          concentration: null,
          se: null,
          ci_low: null,
          ci_high: null,
          state: 'not_fitted',
          reason: expect.stringMatching(/^There is no curve\./),
        },
      ],
    })
  })
})

describe('assayd fit', () => {
  it('reports for people', async () => {
    const unknowns = fileOf('u.csv', 'od,wells\n1.0,2\n-0.5,1\n')
    const report = (await fit(DNASE, '--weights', 'none', '--unknowns', unknowns)).join('\n')
    expect(report).toContain('4PL, weights none, points wells: 16 wells at 8 concentrations')
    expect(report).toMatch(/^C +4\.51499 +0\.461 /m)
    expect(report).toMatch(/wrss 0\.004707, rss 0\.004707, .*df 12.*R² 0\.999\d+, condition 376/)
    expect(report).toMatch(/^ *1 +2 +3\.24\d .* ok$/m)
    expect(report).toMatch(/^-0\.5 +1 +– .* below_curve +The OD lies at or beyond/m)
  })

  it('says in the report that nothing was fitted', async () => {
    const lines = await fit(fileOf('s.csv', 'conc,od\n0,0.1\n'))
    expect(lines.at(-1)).toMatch(/^Not fitted\. 1 distinct standard concentrations/)
  })

  it('names every mistake of both files with its line', async () => {
    const standards = fileOf('s.csv', 'conc,od\n0,0.1\n1,x\n\n-2,"0,5"\n4,\n,1\n1e999,1\n')
    const unknowns = fileOf('u.csv', 'od,wells\n1,0\nabc,1.5\n')
    const { code, message } = await errorOf(standards, '--unknowns', unknowns)
    expect(code).toBe('config-invalid')
    expect(message.split('\n')).toStrictEqual([
      `${standards}:3: od: 'x', expected a number`,
      `${standards}:5: conc: '-2', expected a number not below zero`,
      `${standards}:5: od: '0,5', expected a number with a decimal point, not a decimal comma`,
      `${standards}:6: od: '', expected a number`,
      `${standards}:7: conc: '', expected a number`,
      `${standards}:8: conc: '1e999', expected a number`,
      `${unknowns}:2: wells: '0', expected a whole number of wells above zero`,
      `${unknowns}:3: od: 'abc', expected a number`,
      `${unknowns}:3: wells: '1.5', expected a whole number of wells above zero`,
    ])
  })

  it('names columns that are missing or not known, and a file without rows', async () => {
    const { message } = await errorOf(
      fileOf('s.csv', 'concentration,od\n'),
      '--unknowns',
      fileOf('u.csv', 'od\n'),
    )
    expect(message.split('\n').map((line) => line.replace(/^.*csv:/, ''))).toStrictEqual([
      "1: column 'conc' is missing, expected conc,od",
      "1: Unrecognized column 'concentration', expected conc,od",
      '1: has no rows, expected one a well',
    ])
  })

  it.each([
    ['--weights', '1/x', 'Allowed choices are none, 1/y, 1/y2, irls, irls-1/y, power.'],
    ['--points', 'plates', 'Allowed choices are wells, means.'],
    ['--model', '6pl', 'Allowed choices are 4pl, 5pl, 5pl+, 5pl-, 3pl, linear,'],
  ])('refuses %s %s and lists what is allowed', async (option, value, allowed) => {
    const refused = fit(DNASE, option, value)
    await expect(refused).rejects.toThrow(CommanderError)
    await expect(refused).rejects.toThrow(allowed)
  })

  it.each(MODEL_IDS)('fits %s, each with its own parameters', async (model) => {
    const result = await jsonOf(DNASE, '--model', model, '--unknowns', fileOf('u.csv', 'od\n0.9\n'))
    expect(Object.keys(result)).toStrictEqual(KEYS)
    expect(result).toMatchObject({ model, converged: true })
    const { parameters, unknowns } = JSON.parse(JSON.stringify(result))
    const names = CURVE_MODELS[model].parameters.map(({ name }) => name)
    const shown = Object.keys(parameters)
    expect(shown).toStrictEqual(names.length > 0 ? names : shown.toSorted())
    expect(shown.length).toBeGreaterThan(1)
    expect(unknowns[0].concentration).toBeGreaterThan(0.9)
    expect(unknowns[0].concentration).toBeLessThan(5)
    const hasErrors = names.length > 0
    expect(unknowns[0].se !== null).toBe(hasErrors)
    expect(result['sigma'] !== null).toBe(hasErrors)
  })

  it('holds the lower asymptote of a 3PL where it is told', async () => {
    const held = await jsonOf(DNASE, '--model', '3pl', '--lower-asymptote', '0.01')
    expect(held).toMatchObject({ parameters: { A: { value: 0.01, se: null } } })
    const refused = await errorOf(DNASE, '--lower-asymptote', '0.01')
    expect(refused.code).toBe('option-unsuited')
    await expect(fit(DNASE, '--model', '3pl', '--lower-asymptote', '0,01')).rejects.toThrow(
      CommanderError,
    )
  })

  it('says which file is not there', async () => {
    const { code } = await errorOf(join(temporaryFolder(), 'none.csv'))
    expect(code).toBe('config-missing')
  })
})
