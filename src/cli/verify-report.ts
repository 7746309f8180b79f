import { counted } from '../core/counted.ts'
import type { Finding } from '../core/verify/finding.ts'
import type { VerifyTotals } from '../core/verify/totals.ts'
import { textTable } from './text-table.ts'

/** Differences of one finding that are printed; `--json` has more. */
const SHOWN_MAX = 5

/** A finding: what, then each difference as stored and as computed again, then what to do. */
export function findingLines(one: Finding): readonly string[] {
  const { kind, message, differences, differenceCount, hint } = one
  const about = one.plate === '' ? '' : `plate ${one.plate}: `
  const shown = differences.slice(0, SHOWN_MAX)
  const more = differenceCount - shown.length
  return [
    `${kind}: ${about}${message}`,
    ...shown.flatMap(({ where, stored, computed }) => [
      `  ${where}`,
      `    stored    ${stored}`,
      `    comes out ${computed}`,
    ]),
    ...(more > 0 ? [`  and ${counted(more, 'more difference')}`] : []),
    `  ${hint}`,
  ]
}

/** The end of a verification, with a line for each version that computed something. */
export function totalsLines(totals: VerifyTotals, elapsedMs: number): readonly string[] {
  const { plates, reads, analyses, versions } = totals
  const seconds = elapsedMs / 1000
  const rate = seconds > 0 ? `, ${(plates / seconds).toFixed(0)} plates a second` : ''
  const [looked, of] = [counted(plates, 'plate'), counted(analyses, 'analysis', 'analyses')]
  const rows = [...versions].map(([name, { same, all }]) => [name, `${all}`, `${same}`])
  const header = ['computed by', 'analyses', 'come out the same']
  return [
    ...(rows.length === 0 ? [] : textTable(header, rows)),
    `${looked}, ${counted(reads, 'read')}, ${of} in ${seconds.toFixed(1)} s${rate}`,
    verdict(totals),
  ]
}

function otherwise(count: number): string {
  return count === 1 ? '1 analysis comes out' : `${count} analyses come out`
}

function verdict({ findings, ofVersions, ofArchives }: VerifyTotals): string {
  if (findings === 0) return 'Everything comes out as it is stored.'
  const damage = findings - ofVersions - ofArchives
  const parts = [
    ...(damage > 0
      ? [
          damage === 1
            ? '1 thing is not as it was stored'
            : `${damage} things are not as they were stored`,
        ]
      : []),
    ...(ofVersions > 0 ? [`${otherwise(ofVersions)} otherwise than in the version of then`] : []),
    ...(ofArchives > 0
      ? [`the archive of ${counted(ofArchives, 'capture')} cannot be reached`]
      : []),
  ]
  return `${parts.join('; ')}.`
}
