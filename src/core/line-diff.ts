/** A line that is in one of two texts alone; its number counts from 1 in that text. */
export interface LineChange {
  readonly sign: '-' | '+'
  readonly number: number
  readonly text: string
}

/** So many lines are compared with so many; longer texts are told apart as wholes. */
const CELLS_MAX = 4_000_000

/** What was taken out of a text and what was put in, in order: a longest common rest stays. */
export function lineDiff(before: string, after: string): readonly LineChange[] {
  const old = linesOf(before)
  const now = linesOf(after)
  let start = 0
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1
  let tail = 0
  const most = Math.min(old.length, now.length) - start
  while (tail < most && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1
  const taken = old.slice(start, old.length - tail)
  const put = now.slice(start, now.length - tail)
  return middleDiff(taken, put).map((one) => ({ ...one, number: one.number + start }))
}

function linesOf(text: string): readonly string[] {
  return text.replace(/\r?\n$/, '').split(/\r?\n/)
}

function middleDiff(old: readonly string[], now: readonly string[]): readonly LineChange[] {
  const common = old.length * now.length > CELLS_MAX ? null : commonLengths(old, now)
  const changes: LineChange[] = []
  let [i, j] = [0, 0]
  while (i < old.length || j < now.length) {
    const [text = '', other = ''] = [old[i], now[j]]
    if (common !== null && i < old.length && j < now.length && text === other) {
      i += 1
      j += 1
    } else if (
      i < old.length &&
      (j >= now.length || leftAt(common, i + 1, j) >= leftAt(common, i, j + 1))
    ) {
      i += 1
      changes.push({ sign: '-', number: i, text })
    } else {
      j += 1
      changes.push({ sign: '+', number: j, text: other })
    }
  }
  return changes
}

/** For each pair of places, how many lines what follows them has in common. */
function commonLengths(
  old: readonly string[],
  now: readonly string[],
): readonly (readonly number[])[] {
  const table = Array.from({ length: old.length + 1 }, () =>
    Array.from({ length: now.length + 1 }, () => 0),
  )
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      const row = table[i] ?? []
      const isSame = old[i] === now[j]
      row[j] = isSame
        ? leftAt(table, i + 1, j + 1) + 1
        : Math.max(leftAt(table, i + 1, j), row[j + 1] ?? 0)
    }
  }
  return table
}

function leftAt(table: readonly (readonly number[])[] | null, i: number, j: number): number {
  return table?.[i]?.[j] ?? 0
}
