import { count, looking, storedReads, workLeft } from '../torture/database.ts'
import type { SaidPlate } from './paced-reader.ts'

/** What readers gave, and what is stored of it. */
export interface SoakCount {
  /** Plates whose last byte left their reader. */
  readonly said: number
  readonly stored: number
  /** Said, and not among the stored ones of its reader in the same order. */
  readonly missing: readonly string[]
  readonly twice: number
  readonly unanalysed: number
  readonly undone: number
}

const UNANALYSED = `
  SELECT count(*) FROM reads WHERE
    (SELECT count(*) FROM analyses WHERE analyses.read_id = reads.read_id) <> 1`

export function counted(
  dataFolder: string,
  saidBy: ReadonlyMap<string, readonly SaidPlate[]>,
): SoakCount {
  const stored = storedReads(dataFolder)
  const byReader = Map.groupBy(stored, ({ reader }) => reader)
  const whole = [...saidBy].map(([reader, plates]) => ({
    reader,
    plates: plates.filter(({ lastByteMs }) => lastByteMs !== null),
    reads: (byReader.get(reader) ?? []).map(({ bytes }) => bytes),
  }))
  return {
    said: whole.reduce((sum, { plates }) => sum + plates.length, 0),
    stored: stored.length,
    missing: whole.flatMap(({ reader, plates, reads }) => {
      const lost = plates.length - found(plates, reads)
      return lost === 0 ? [] : [`${lost} of ${reader}`]
    }),
    twice: stored.length - new Set(stored.map(({ bytes }) => bytes.toString('hex'))).size,
    unanalysed: looking(dataFolder, (rows) => count(rows, UNANALYSED)) ?? 0,
    undone: workLeft(dataFolder).reduce((sum, left) => sum + left, 0),
  }
}

/** How many plates are stored, each behind the one before. */
function found(plates: readonly SaidPlate[], reads: readonly Buffer[]): number {
  let next = 0
  return plates.filter(({ bytes }) => {
    const at = reads.findIndex((read, index) => index >= next && bytes.includes(read))
    if (at >= 0) next = at + 1
    return at >= 0
  }).length
}
