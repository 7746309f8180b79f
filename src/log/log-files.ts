import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

const NAME = /^assayd-(\d{4}-\d\d-\d\d)(?:\.(\d+))?\.log$/u

/** One file of the log. */
interface NamedFile {
  readonly name: string
  /** `2026-11-23` */
  readonly day: string
  /** Order within the day, from 0. */
  readonly number: number
}

/** How much of the log is kept. */
export interface Kept {
  /** So many days on which something was logged. */
  readonly keepDays: number
  readonly totalBytesMax: number
}

/** The day of an ISO 8601 time, as the wall clock there shows it. */
export function dayOf(at: string): string {
  return at.slice(0, 10)
}

export function fileName(day: string, number: number): string {
  return number === 0 ? `assayd-${day}.log` : `assayd-${day}.${number}.log`
}

/** The files of the log, oldest first. */
export function logFilesIn(folder: string): readonly NamedFile[] {
  const files = readdirSync(folder).flatMap((name): NamedFile[] => {
    const [, day, number = '0'] = NAME.exec(name) ?? []
    return day === undefined ? [] : [{ name, day, number: Number(number) }]
  })
  return files.toSorted((a, b) => a.day.localeCompare(b.day) || a.number - b.number)
}

/**
 * Removes what is older than the newest days that were logged, and the oldest files while all
 * together are too large; the newest file always stays. Days that were logged are counted, not days
 * that passed, so that a clock that jumps ahead removes nothing.
 */
export function removeOldest(folder: string, { keepDays, totalBytesMax }: Kept): void {
  const files = logFilesIn(folder).map((file) => {
    return { ...file, bytes: statSync(join(folder, file.name)).size }
  })
  const days = new Set([...new Set(files.map(({ day }) => day))].slice(-keepDays))
  let total = files.reduce((sum, { bytes }) => sum + bytes, 0)
  for (const { name, day, bytes } of files.slice(0, -1)) {
    if (days.has(day) && total <= totalBytesMax) continue
    rmSync(join(folder, name), { force: true })
    total -= bytes
  }
}
