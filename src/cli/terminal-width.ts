/** Columns of the terminal that standard output is; no end to a pipe or a file. */
export function terminalWidth(): number {
  return process.stdout.columns ?? Infinity
}
