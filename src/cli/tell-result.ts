import type { Tools } from './command.ts'

/** What a command was asked to print. */
export interface JsonFlag {
  readonly json?: true
}

/** Prints a result: one line of JSON for programs, or the lines for people. */
export function tellResult(
  { print }: Pick<Tools, 'print'>,
  { json }: JsonFlag,
  { value, lines }: { readonly value: unknown; readonly lines: readonly string[] },
): void {
  if (json === true) return print(JSON.stringify(value))
  for (const line of lines) print(line)
}
