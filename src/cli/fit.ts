import { InvalidArgumentError, Option, type Command } from 'commander'

import type { CurveChoice } from '../core/assay.ts'
import { MODEL_IDS } from '../core/curve/curve-models.ts'
import { fitCurve } from '../core/curve/fit-curve.ts'
import { WEIGHT_IDS } from '../core/curve/weights.ts'
import { AssaydError } from '../core/errors.ts'
import type { Tools } from './command.ts'
import { readFitInput } from './fit-input.ts'
import { jsonOfFit, reportOfFit } from './fit-report.ts'
import { readOff, type FitResult } from './fit-result.ts'

interface FitFlags extends CurveChoice {
  readonly unknowns?: string
  readonly json?: true
}

/** All that this command uses; it is an `AddCommand` all the same. */
type FitTools = Pick<Tools, 'readTable' | 'print'>

/** `assayd fit`: a standard curve through any table of concentrations and ODs. */
export function addFit(program: Command, tools: FitTools): void {
  program
    .command('fit')
    .description('fit a standard curve to a CSV and read unknowns off it')
    .argument(
      '<standards>',
      'CSV with the columns conc and od, one line a well; conc 0 is the zero standard',
    )
    .option('--unknowns <file>', 'CSV with the columns od and, where an od is a mean, wells')
    .addOption(new Option('--model <model>', 'the curve').choices(MODEL_IDS).default('4pl'))
    .addOption(
      new Option(
        '--weights <weights>',
        'by 1/y or 1/y² of the observed OD; irls, irls-1/y: by 1/ŷ², 1/ŷ of the fitted OD; ' +
          'power: by a power of it that is estimated',
      )
        .choices(WEIGHT_IDS)
        .default('irls'),
    )
    .addOption(
      new Option('--points <points>', 'every well a point, or the mean of each concentration')
        .choices(['wells', 'means'])
        .default('wells'),
    )
    .option('--lower-asymptote <od>', 'where 3pl holds its lower asymptote', finiteNumber)
    .option('--json', 'print one JSON object instead of a report')
    .action((standards: string, flags: FitFlags) => fit(standards, flags, tools))
}

function fit(file: string, flags: FitFlags, { readTable, print }: FitTools): void {
  const { model, weights, points, unknowns, lowerAsymptote } = flags
  if (lowerAsymptote !== undefined && model !== '3pl') throw unsuited(model)
  const input = readFitInput(readTable, { standards: file, unknowns })
  const held = lowerAsymptote === undefined ? {} : { lowerAsymptote }
  const curve = fitCurve(input.standards, { model, weights, points, ...held })
  const result: FitResult = {
    curve,
    standards: input.standards,
    unknowns: input.unknowns.map((unknown) => readOff(curve, input.standards, unknown)),
  }
  if (flags.json === true) return print(JSON.stringify(jsonOfFit(result)))
  for (const line of reportOfFit(result)) print(line)
}

function finiteNumber(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value)) return value
  throw new InvalidArgumentError('expected a number with a decimal point')
}

function unsuited(model: string): AssaydError {
  const what = `--lower-asymptote has no meaning for the model '${model}'.`
  return new AssaydError('option-unsuited', what, { hint: 'Give it with --model 3pl.' })
}
