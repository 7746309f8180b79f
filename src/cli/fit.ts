import type { Command } from 'commander'

import { fitCurve } from '../core/curve/fit-curve.ts'
import type { Tools } from './command.ts'
import { readFitInput } from './fit-input.ts'
import { jsonOfMore } from './fit-more-json.ts'
import { reportOfMore } from './fit-more-report.ts'
import { moreOf } from './fit-more.ts'
import { curveChoiceFrom, moreChoiceFrom, withFitOptions, type FitFlags } from './fit-options.ts'
import { jsonOfFit, reportOfFit } from './fit-report.ts'
import { readOff, type FitResult } from './fit-result.ts'

/** All that this command uses; it is an `AddCommand` all the same. */
type FitTools = Pick<Tools, 'readTable' | 'print'>

/** `assayd fit`: a standard curve through any table of concentrations and ODs. */
export function addFit(program: Command, tools: FitTools): void {
  const command = program
    .command('fit')
    .description('fit a standard curve to a CSV and read unknowns off it')
    .argument(
      '<standards>',
      'CSV with the columns conc and od, one line a well; conc 0 is the zero standard',
    )
  withFitOptions(command).action((standards: string, flags: FitFlags) =>
    fit(standards, flags, tools),
  )
}

function fit(file: string, flags: FitFlags, { readTable, print }: FitTools): void {
  const choice = curveChoiceFrom(flags)
  const asked = moreChoiceFrom(flags)
  const input = readFitInput(readTable, { standards: file, unknowns: flags.unknowns })
  const curve = fitCurve(input.standards, choice)
  const result: FitResult = {
    curve,
    standards: input.standards,
    unknowns: input.unknowns.map((unknown) => readOff(curve, input.standards, unknown)),
  }
  const more = moreOf(input, { curve, choice }, asked)
  if (flags.json === true) {
    return print(JSON.stringify({ ...jsonOfFit(result), ...jsonOfMore(more) }))
  }
  const lines = [...reportOfFit(result), ...reportOfMore(more, result.unknowns)]
  for (const line of lines) print(line)
}
