/** What became of the rows of one data set and model. */
export interface Tally {
  readonly group: string
  readonly tried: number
  readonly matched: number
  /** Decimal digits of the worst matched or unmatched row; NaN where rows are matched by text. */
  readonly worst: number
  readonly worstRow: string
  readonly failures: readonly string[]
}

/** One row: how well it was reproduced and whether that is enough. */
export interface Verdict {
  readonly group: string
  readonly row: string
  readonly digits: number
  readonly isMatched: boolean
  readonly why?: string
}

const DIGITS_MAX = 16

/** Decimal digits to which two numbers agree. */
export function digitsOf(actual: number | null | undefined, expected: number): number {
  if (actual === null || actual === undefined || Number.isNaN(actual)) return 0
  if (actual === expected) return DIGITS_MAX
  const error = Math.abs(actual - expected) / Math.abs(expected)
  return Math.max(0, Math.min(DIGITS_MAX, -Math.log10(error)))
}

export function talliesOf(verdicts: readonly Verdict[]): readonly Tally[] {
  return [...Map.groupBy(verdicts, ({ group }) => group)].map(([group, of]) => {
    const [worst] = of
      .filter(({ digits }) => !Number.isNaN(digits))
      .toSorted((left, right) => left.digits - right.digits)
    return {
      group,
      tried: of.length,
      matched: of.filter(({ isMatched }) => isMatched).length,
      worst: worst?.digits ?? NaN,
      worstRow: worst?.row ?? '',
      failures: of
        .filter(({ isMatched }) => !isMatched)
        .map(({ row, digits, why }) => `${row}: ${why ?? `${digits.toFixed(1)} digits`}`),
    }
  })
}
