import { Option } from 'commander'

import { AssaydError } from '../core/errors.ts'
import type { TextDialect } from '../ports/exporter.ts'

/** `--separator`, of commands that write CSV files. */
export function separatorOption(): Option {
  return new Option('--separator <sign>', 'between fields').choices([',', ';'])
}

/** `--decimal`, of commands that write CSV files. */
export function decimalOption(): Option {
  return new Option('--decimal <sign>', 'in numbers').choices(['.', ','])
}

/**
 * What the command says, and the configuration where it says nothing. Throws AssaydError
 * `option-unsuited` when one sign would be both.
 */
export function dialectOf(
  configured: () => TextDialect,
  { separator, decimal }: Partial<TextDialect>,
): TextDialect {
  const dialect = {
    separator: separator ?? configured().separator,
    decimal: decimal ?? configured().decimal,
  }
  if (dialect.separator !== dialect.decimal) return dialect
  throw new AssaydError(
    'option-unsuited',
    `Expected different signs between fields and in numbers, got '${dialect.decimal}' for both.`,
    { hint: "Say --separator ';' together with --decimal ','." },
  )
}
