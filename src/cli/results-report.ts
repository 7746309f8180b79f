import { styleText } from 'node:util'

import type {
  Analysis,
  Curve,
  SampleResult,
  StandardResult,
  WorkingRange,
} from '../core/analysis.ts'
import { printedWell, programOf } from '../core/printed-by.ts'
import type { Concentration } from '../core/result.ts'
import type { PlateRecord, StoredAnalysis } from '../ports/store.ts'
import { describedParameters, modelLabel } from '../core/curve/read-curve.ts'
import { curvePlot } from './curve-plot.ts'
import {
  NO_NUMBER,
  boundedText,
  concise,
  concentrationText,
  odText,
  percent,
  significant,
} from './number-format.ts'
import { hanging } from './hanging.ts'
import { terminalWidth } from './terminal-width.ts'
import { textTable } from './text-table.ts'

function titled(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', styleText('bold', title), ...lines]
}

/** More than these are the standards themselves, which the next table has. */
const PARAMETERS_SHOWN = 8

function parameterLine(curve: Curve, unit: string): string {
  const parameters = describedParameters(curve)
  if (parameters.length > PARAMETERS_SHOWN) return 'It goes through the mean OD of every standard.'
  const units = { od: ' OD', concentration: ` ${unit}`, '': '' } as const
  return parameters
    .map(({ name, value, se, unit: of }) => {
      const error = se === null ? '' : ` ± ${significant(se, 2)}`
      return `${name} ${significant(value)}${error}${units[of]}`
    })
    .join('   ')
}

function rangeLine(range: WorkingRange | null, unit: string): string {
  if (range === null) return 'There is no range in which this plate quantifies.'
  const { lloq, uloq } = range
  return `Quantifies ${concise(lloq)} to ${concise(uloq)} ${unit} in the well.`
}

/** Which curve was fitted, how well, and where it quantifies. */
function curveLines({ curve, range, unit }: Analysis): readonly string[] {
  if (curve === null) return ['The plate has no standard curve.']
  const choice = `${modelLabel(curve)}, weights ${curve.weights}, points ${curve.points}`
  if (!curve.converged) return [`${choice}: not fitted. ${curve.reason}`]
  const quality = `R² ${curve.r2.toFixed(5)}, condition number ${significant(curve.condition, 2)}`
  const lines = [`${choice}: ${quality}`, parameterLine(curve, unit), rangeLine(range, unit)]
  return curve.reason === '' ? lines : [...lines, curve.reason]
}

function standardLines({ standards, unit }: Analysis, width: number): readonly string[] {
  if (standards.length === 0) return []
  const header = ['standard', unit, 'wells', 'mean OD', 'CV %', 'back-fit', 'recovery %', 'passes']
  return textTable(
    header,
    standards.map((standard) => [
      `S${standard.level}`,
      concise(standard.nominal),
      standard.wells.join(' '),
      odText(standard.meanOd),
      percent(standard.cvOdPercent),
      significant(standard.backFit),
      percent(standard.recoveryPercent),
      verdict(standard),
    ]),
    width,
  )
}

/** The zero standard anchors the curve and has no criterion to pass. */
function verdict({ nominal, passes }: StandardResult): string {
  if (nominal === 0) return '–'
  return passes ? 'yes' : 'no'
}

/** Of a number outside the working range no interval is claimed here; the files have it. */
function interval({ state, ciLow, ciHigh }: Concentration): string {
  if (state !== 'ok' || ciLow === null) return NO_NUMBER
  if (ciHigh === null) return `≥ ${significant(ciLow, 3)}`
  return `${significant(ciLow, 3)} … ${significant(ciHigh, 3)}`
}

/** What the program of the profile prints for the sample's wells, as a column, if it is one's. */
function printedCells(analysis: Analysis, { wells }: SampleResult): readonly string[] {
  if (programOf(analysis.profile) === null) return []
  const printed = new Map(analysis.wells.map((well) => [well.well, printedWell(well, analysis)]))
  return [wells.map((well) => printed.get(well) || NO_NUMBER).join(' ')]
}

/** Every specimen and control in each condition and dilution. */
function sampleLines(analysis: Analysis, width: number): readonly string[] {
  const { samples, unit } = analysis
  if (samples.length === 0) return []
  const program = programOf(analysis.profile)
  const header = ['specimen', 'condition', 'dilution', 'n', 'mean OD', 'CV %', unit]
  return textTable(
    [...header, '95 % interval', 'state', ...(program === null ? [] : [`${program}, in the well`])],
    samples.map((sample) => [
      sample.specimen,
      sample.condition,
      concise(sample.dilution),
      String(sample.n),
      odText(sample.meanOd),
      percent(sample.cvOdPercent),
      concentrationText(sample.concentration),
      interval(sample.concentration),
      sample.concentration.state,
      ...printedCells(analysis, sample),
    ]),
    width,
  )
}

/**
 * Every specimen's response to every organism, with what it was compared with; whose milk it is
 * stands in the files.
 */
function responseLines({ responses, unit }: Analysis, width: number): readonly string[] {
  if (responses.length === 0) return []
  const kinds = new Set(responses.map(({ baselineKind }) => baselineKind))
  const baseline = kinds.size === 1 ? [...kinds].join('') : 'baseline'
  const header = ['specimen', 'organism', baseline, 'challenge']
  return textTable(
    [...header, `delta ${unit}`, 'fold', 'log2', 'responds', 'state'],
    responses.map((response) => [
      response.specimen,
      response.organism,
      concentrationText(response.baseline),
      concentrationText(response.challenge),
      boundedText(response.delta),
      boundedText(response.fold),
      boundedText(response.log2Fold),
      response.responder.replace('_', ' '),
      response.state,
    ]),
    width,
  )
}

/** Wells that do not count, each with who took it out and why. */
function maskedLines({ wells }: Analysis): readonly string[] {
  return wells
    .filter(({ od }) => od === 'masked')
    .map(({ well, concentration }) => `${well.padEnd(4)} ${concentration.reason}`)
}

/** Below the word of the severity. */
const FLAG_INDENT = 6

/** What was found wrong, the gravest first, each with what to do. */
function flagLines({ flags }: Analysis, width: number): readonly string[] {
  const gravest = flags.toSorted(
    (a, b) => Number(b.severity === 'block') - Number(a.severity === 'block'),
  )
  return gravest.flatMap(({ severity, rule, message, hint, wells }) => {
    const colour = severity === 'block' ? 'red' : 'yellow'
    const where = wells.length === 0 ? '' : ` [${wells.join(' ')}]`
    const line = `${styleText(colour, severity.padEnd(5))} ${rule}: ${message}${where}`
    const lines = hint === '' ? [line] : [line, `${' '.repeat(FLAG_INDENT)}${hint}`]
    return lines.flatMap((one) => hanging(one, FLAG_INDENT, width))
  })
}

function headline({ analysisId, analysis }: StoredAnalysis, record: PlateRecord): string {
  const blocks = analysis.flags.filter(({ severity }) => severity === 'block').length
  const warnings = analysis.flags.length - blocks
  const worth = blocks > 0 ? styleText('red', 'look before you use these results: ') : ''
  const counts = `${worth}${blocks} blocking, ${warnings} warning`
  const lot = record.kitLot === '' ? '' : `, kit lot ${record.kitLot}`
  const assay = record.assayId === '' ? '' : ` by ${record.assayId}${lot}`
  return `${analysisId}: ${analysis.analyte} in ${analysis.unit}${assay}; flags: ${counts}`
}

/** An analysis for a terminal: curve with its picture, standards, samples, responses, flags. */
export function analysisReport(
  stored: StoredAnalysis,
  record: PlateRecord,
  width = terminalWidth(),
): readonly string[] {
  const { analysis } = stored
  return [
    ...hanging(headline(stored, record), 2, width),
    ...titled('Curve', [...curveLines(analysis), ...curvePlot(analysis)]),
    ...titled('Masked wells', maskedLines(analysis)),
    ...titled('Standards', standardLines(analysis, width)),
    ...titled('Samples', sampleLines(analysis, width)),
    ...titled('Responses', responseLines(analysis, width)),
    ...titled('Flags', flagLines(analysis, width)),
  ]
}
