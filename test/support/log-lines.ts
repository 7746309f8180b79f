import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The files of a log, oldest first; days in one folder are written with the same digits. */
export function logFilesIn(folder: string): readonly string[] {
  const placeOf = (name: string): string => {
    const [, day = '', number = '0'] = /(\d{4}-\d\d-\d\d)(?:\.(\d+))?\.log$/u.exec(name) ?? []
    return `${day}.${number.padStart(6, '0')}`
  }
  return readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .toSorted((a, b) => placeOf(a).localeCompare(placeOf(b)))
}

/** Every line of every file of a log, oldest first. */
export function logLinesIn(folder: string): readonly Record<string, unknown>[] {
  return logFilesIn(folder).flatMap((name) => {
    const text = readFileSync(join(folder, name), 'utf8')
    const lines: Record<string, unknown>[] = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    return lines
  })
}
