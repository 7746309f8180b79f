import { InvalidArgumentError, Option, type Command } from 'commander'

import type { CurveChoice, Weights } from '../core/assay.ts'
import { MODEL_IDS } from '../core/curve/curve-models.ts'
import { unsuitedWeights } from '../core/curve/unsuited-weights.ts'
import { WEIGHT_IDS } from '../core/curve/weights.ts'
import { AssaydError } from '../core/errors.ts'
import type { MoreChoice } from './fit-more.ts'

/** The options as commander gives them. */
export interface FitFlags extends Omit<CurveChoice, 'weights'> {
  readonly weights?: Weights
  readonly unknowns?: string
  readonly json?: true
  readonly compare?: true
  readonly bands?: true
  readonly profile?: true
  readonly bootstrap?: number
  readonly seed: number
  readonly grid: number
  readonly wells: number
}

/** Adds the options of `assayd fit` to its command. */
export function withFitOptions(command: Command): Command {
  return command
    .option('--unknowns <file>', 'CSV with the columns od and, where an od is a mean, wells')
    .addOption(new Option('--model <model>', 'the curve').choices(MODEL_IDS).default('4pl'))
    .addOption(
      new Option(
        '--weights <weights>',
        'by 1/y or 1/y² of the observed OD; irls, irls-1/y: by 1/ŷ², 1/ŷ of the fitted OD; ' +
          'power: by a power of it that is estimated (default: irls; none for log-log)',
      ).choices(WEIGHT_IDS),
    )
    .addOption(
      new Option('--points <points>', 'every well a point, or the mean of each concentration')
        .choices(['wells', 'means'])
        .default('wells'),
    )
    .option('--lower-asymptote <od>', 'where 3pl holds its lower asymptote', finiteNumber)
    .option('--compare', 'how every model does: AICc, F test of 5PL against 4PL, recoveries')
    .option('--bands', '95 % limits of the curve and of ODs, over the standards')
    .option('--profile', 'the CV of concentrations over the standards, and where it is 20 %')
    .option('--bootstrap <draws>', 'check the intervals of the unknowns by drawing', from(40))
    .option('--seed <number>', 'which draws', from(0), 1)
    .option('--grid <points>', 'concentrations of --bands and --profile', from(2), 21)
    .option('--wells <number>', 'wells of an OD, for --bands and --profile', from(1), 2)
    .option('--json', 'print one JSON object instead of a report')
}

/** The curve that is asked for. Throws AssaydError `option-unsuited`. */
export function curveChoiceFrom(flags: FitFlags): CurveChoice {
  const { model, points, lowerAsymptote } = flags
  const { weights = model === 'log-log' ? 'none' : 'irls' } = flags
  if (lowerAsymptote !== undefined && model !== '3pl') {
    const what = `--lower-asymptote has no meaning for the model '${model}'.`
    throw unsuited(what, 'Give it with --model 3pl.')
  }
  const reason = unsuitedWeights({ model, weights })
  if (reason !== undefined) {
    throw unsuited(
      `--weights ${weights} does not go with --model ${model}: ${reason}.`,
      'Leave the weights out.',
    )
  }
  const held = lowerAsymptote === undefined ? {} : { lowerAsymptote }
  return { model, weights, points, ...held }
}

/** What is asked for besides. Throws AssaydError `option-unsuited`. */
export function moreChoiceFrom(flags: FitFlags): MoreChoice {
  const { bootstrap = null, unknowns, points, seed, grid, wells } = flags
  if (bootstrap !== null && unknowns === undefined) {
    throw unsuited('--bootstrap has nothing to draw for.', 'Give it with --unknowns.')
  }
  if (bootstrap !== null && points === 'means') {
    throw unsuited(
      '--bootstrap draws the residuals of wells, and --points means has none.',
      'Leave one of them out.',
    )
  }
  return {
    compare: flags.compare === true,
    bands: flags.bands === true,
    profile: flags.profile === true,
    bootstrap,
    seed,
    grid,
    wells,
  }
}

function finiteNumber(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value)) return value
  throw new InvalidArgumentError('expected a number with a decimal point')
}

const MOST = 100_000

function from(least: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN
    if (value >= least && value <= MOST) return value
    throw new InvalidArgumentError(`expected a whole number from ${least} to ${MOST}`)
  }
}

function unsuited(what: string, hint: string): AssaydError {
  return new AssaydError('option-unsuited', what, { hint })
}
