import { AssaydError } from './errors.ts'

/** How numbers and fields are separated in text exports. */
export interface TextDialect {
  readonly separator: ',' | ';'
  readonly decimal: '.' | ','
}

/** What somebody said of it; what they left open is as configured. */
export interface SaidDialect {
  readonly separator?: TextDialect['separator'] | undefined
  readonly decimal?: TextDialect['decimal'] | undefined
}

/**
 * What somebody said, and what is configured where they said nothing. Throws AssaydError
 * `option-unsuited` when one sign would be both.
 */
export function dialectOf(
  configured: () => TextDialect,
  { separator, decimal }: SaidDialect,
): TextDialect {
  const dialect = {
    separator: separator ?? configured().separator,
    decimal: decimal ?? configured().decimal,
  }
  if (dialect.separator !== dialect.decimal) return dialect
  throw new AssaydError(
    'option-unsuited',
    `Expected different signs between fields and in numbers, got '${dialect.decimal}' for both.`,
    { hint: "A decimal ',' goes with the separator ';'." },
  )
}
