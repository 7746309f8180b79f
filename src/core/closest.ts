/** Names longer than this list are not all told. */
const NAMES_TOLD_MAX = 12
/** A name that differs more is another name. */
const SLIPS_MAX = 3

/** What to say about a name nobody knows: the name that was probably meant, or those there are. */
export function guess(word: string, known: readonly string[]): string {
  const near = closest(word, known)
  if (near !== undefined) return `did you mean '${near}'?`
  if (known.length === 0) return 'expected none'
  const told = known.slice(0, NAMES_TOLD_MAX).join(', ')
  const more = known.length > NAMES_TOLD_MAX ? ', …' : ''
  return `expected ${known.length > 1 ? 'one of ' : ''}${told}${more}`
}

/** The known name that differs least, when it differs little enough to be a slip. */
export function closest(word: string, known: readonly string[]): string | undefined {
  const slips = Math.min(SLIPS_MAX, Math.max(1, Math.floor(word.length / 3)))
  const [best] = known
    // Each letter more is a step; a long word is not compared letter by letter for nothing.
    .filter(({ length }) => Math.abs(length - word.length) <= slips)
    .map((name) => ({ name, steps: editSteps(word.toLowerCase(), name.toLowerCase()) }))
    .filter(({ steps }) => steps <= slips)
    .toSorted((a, b) => a.steps - b.steps)
  return best?.name
}

/** Letters to insert, delete or replace to turn one word into the other (Levenshtein distance). */
function editSteps(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at)
  for (let at = 0; at < from.length; at++) {
    const next = [at + 1]
    for (let column = 1; column <= to.length; column++) {
      const replaced = (row[column - 1] ?? 0) + (from[at] === to[column - 1] ? 0 : 1)
      const moved = Math.min(row[column] ?? 0, next[column - 1] ?? 0) + 1
      next.push(Math.min(replaced, moved))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
