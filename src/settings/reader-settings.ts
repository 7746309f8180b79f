import type { z } from 'zod'

import { flatIssues, mistakesFromIssues } from './issues.ts'
import type { Mistake, Path } from './mistake.ts'
import { mistakeAt } from './read-closed.ts'
import { pathBeside } from './text-file.ts'
import type { Source } from './source.ts'
import { valueAt } from './source.ts'
import { readYaml } from './yaml-source.ts'

/** What is known of a driver that can be loaded. */
export interface KnownDriver {
  /** The faults of its simulator. */
  readonly faults: readonly string[]
  /** Who starts a read; by command where nobody says. */
  readonly starts?: 'by-command' | 'at-reader' | 'either'
  /** The shape of what it is told about a reader; null when it is told nothing. */
  readonly shape: z.ZodType | null
}

/** What is wrong with what a reader's driver is told, at `readers.N.settings` of the main file. */
export function checkReaderSettings(
  source: Source,
  path: Path,
  { shape }: KnownDriver,
): readonly Mistake[] {
  const told: unknown = valueAt(source.value, path)
  if (shape === null) {
    if (told === undefined) return []
    return [mistakeAt(source, path, 'are of no use to this driver, expected no settings')]
  }
  if (typeof told === 'string') return checkFile(source, path, { file: told, shape })
  return checkShape(source, path, shape)
}

interface SettingsFile {
  readonly file: string
  readonly shape: z.ZodType
}

/** Settings may lie in a file of their own, as templates of prints do. */
function checkFile(source: Source, path: Path, { file, shape }: SettingsFile): readonly Mistake[] {
  const read = readYaml(pathBeside(source.file, file))
  if (read.source !== null) return checkShape(read.source, [], shape)
  if (!read.missing) return read.mistakes
  const what = `'${file}' does not exist, expected a YAML file, from this file`
  return [mistakeAt(source, path, what)]
}

function checkShape(source: Source, path: Path, shape: z.ZodType): readonly Mistake[] {
  const result = shape.safeParse(valueAt(source.value, path))
  if (result.success) return []
  const issues = flatIssues(result.error.issues)
  return mistakesFromIssues(
    issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] })),
    source,
  )
}

/** The settings as the driver gets them: what stands there, or what the named file holds. */
export function readerSettingsFrom(configFile: string, told: unknown): unknown {
  if (typeof told !== 'string') return told
  return readYaml(pathBeside(configFile, told)).source?.value
}
