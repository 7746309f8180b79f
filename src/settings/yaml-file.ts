import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

import { stringify } from 'yaml'

import { AssaydError } from '../core/errors.ts'

/** A YAML file to write. */
export interface NewYaml {
  readonly file: string
  readonly value: unknown
  /** What stands above, line by line. */
  readonly comment: readonly string[]
  /** A file that is there already is overwritten. */
  readonly replace: boolean
}

/** Writes a YAML file with its folder. Throws AssaydError `export-write`. */
export function writeYaml({ file, value, comment, replace }: NewYaml): void {
  const text = `${comment.map((line) => `# ${line}\n`).join('')}${stringify(value)}`
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text, { flag: replace ? 'w' : 'wx' })
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new AssaydError('export-write', `Unable to write '${file}': ${why}.`, {
      hint: 'Name another file with --out, or give --replace to overwrite one that is there.',
      cause,
    })
  }
}
