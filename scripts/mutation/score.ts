/** One changed place of the source, and what became of it; part of Stryker's JSON report. */
export interface Mutant {
  readonly status: string
  readonly mutatorName: string
  readonly replacement?: string
  readonly location: { readonly start: { readonly line: number; readonly column: number } }
}

/** How the mutants of one file or folder fared. */
export interface Score {
  readonly name: string
  readonly mutants: number
  readonly killed: number
  readonly timedOut: number
  readonly survived: number
  /** Places that no test even reaches. */
  readonly uncovered: number
  /** Noticed mutants of all, in percent; not a number when there were none. */
  readonly percent: number
}

/**
 * Counts the mutants as Stryker's own score does: noticed are those that fail a test or end in an
 * endless loop; those that cannot even be loaded are left out.
 */
export function scoreOf(name: string, all: readonly Mutant[]): Score {
  const count = (status: string): number => all.filter((mutant) => mutant.status === status).length
  const [killed, timedOut] = [count('Killed'), count('Timeout')]
  const [survived, uncovered] = [count('Survived'), count('NoCoverage')]
  const mutants = killed + timedOut + survived + uncovered
  const percent = (100 * (killed + timedOut)) / mutants
  return { name, mutants, killed, timedOut, survived, uncovered, percent }
}

const HEAD = ['', 'mutants', 'killed', 'survived', 'timeout', 'no coverage', 'score'] as const

/** The scores as lines of text, one a file or folder. */
export function table(scores: readonly Score[]): string {
  const rows = [HEAD, ...scores.map(cells)]
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) => row.map((cell, column) => padded(cell, column, widths)).join('  '))
    .join('\n')
}

function padded(cell: string, column: number, widths: readonly number[]): string {
  const width = widths[column] ?? 0
  return column === 0 ? cell.padEnd(width) : cell.padStart(width)
}

function cells({ name, mutants, killed, ...rest }: Score): readonly string[] {
  const counts = [mutants, killed, rest.survived, rest.timedOut, rest.uncovered].map(String)
  return [name, ...counts, `${rest.percent.toFixed(1)} %`]
}

/** A mutant that nothing noticed, as `file:line:column`, its kind and what stood there instead. */
export function describeMutant(file: string, mutant: Mutant): string {
  const { line, column } = mutant.location.start
  const replacement = (mutant.replacement ?? '').replaceAll(/\s+/g, ' ').slice(0, 100)
  return `${file}:${line}:${column}  ${mutant.mutatorName}, ${mutant.status}: ${replacement}`
}
