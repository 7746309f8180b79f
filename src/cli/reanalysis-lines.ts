import { counted } from '../core/counted.ts'
import { changeLines, shiftLines, signedPercent, type ChangeSeen } from './change-lines.ts'
import { textTable } from './text-table.ts'
import { fieldsOf, numberOf, textOf } from './told.ts'

/** One plate is shown whole; of several one line each, and no line where nothing changed. */
export function reanalysisLines(
  report: Readonly<Record<string, unknown>>,
  changes: readonly ChangeSeen[],
): readonly string[] {
  const [only, ...others] = changes
  const count = (key: string): number => numberOf(report[key]) ?? 0
  if (count('total') === 0) return ['No plate fits that.']
  if (only !== undefined && others.length === 0) return changeLines(only)
  const told = changes.filter(({ outcome }) => outcome !== 'unchanged')
  const isDry = report['dry_run'] === true
  const worst = fieldsOf(report['worst'])
  const where = `${textOf(worst['plate']) ?? ''} ${textOf(worst['where']) ?? ''}`.trim()
  return [
    ...(told.length === 0 ? [] : textTable(HEADER, told.map(rowOf))),
    `${textOf(report['state']) ?? ''}: ${changes.length} of ${counted(count('total'), 'plate')}, ` +
      `${count('changed')} ${isDry ? 'would change' : 'changed'}, ` +
      `${count('unchanged')} unchanged, ${count('failed')} failed.`,
    ...shiftLines({
      compared: count('compared'),
      median: numberOf(report['median_relative']),
      worst: where === '' ? null : { where, relative: numberOf(worst['relative']) ?? 0 },
    }),
    ...(count('lapsed') > 0
      ? [`${counted(count('lapsed'), 'of them was', 'of them were')} signed before: review again.`]
      : []),
    ...(count('results_left_off') > 0
      ? [`${count('results_left_off')} changed results are counted and no longer listed.`]
      : []),
  ]
}

const HEADER = ['plate', 'before', 'after', 'inputs', 'results', 'median', 'most', 'where']

function rowOf(change: ChangeSeen): readonly string[] {
  const { plate, before, after, inputs, results, median, worst, problem } = change
  if (problem !== null) return [plate, versionOf(before), 'failed', problem]
  const kinds = [...new Set(inputs.map(({ kind }) => kind))].join(', ')
  return [
    plate,
    versionOf(before),
    versionOf(after),
    kinds,
    String(results.length),
    signedPercent(median).replace('+', ''),
    signedPercent(worst?.relative ?? null),
    worst?.where ?? '',
  ]
}

function versionOf(analysisId: string | null): string {
  return analysisId?.split('/').at(-1) ?? 'none'
}

/** Every changed input and result, a line each. */
export function changeTable(changes: readonly ChangeSeen[]) {
  const header = [
    'plate',
    'analysis_before',
    'analysis',
    'part',
    'what',
    'before',
    'after',
    'relative',
  ]
  const rows = changes.flatMap((change) => {
    const { plate, before, after, inputs, results, problem } = change
    const head = [plate, before ?? '', after ?? '']
    return [
      ...inputs.map((one) => [
        ...head,
        'input',
        `${one.kind} ${one.id}`.trim(),
        one.before ?? '',
        one.after ?? '',
        null,
      ]),
      ...results.map((one) => [...head, 'result', one.where, one.before, one.after, one.relative]),
      ...(problem === null ? [] : [[...head, 'problem', problem, '', '', null]]),
    ]
  })
  return { header, rows }
}
