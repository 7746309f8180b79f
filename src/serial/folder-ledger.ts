import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

import { AssaydError } from '../core/errors.ts'

const CONTENT = /^\{"imported":"([0-9a-f]{64})"\}$/

/**
 * Which contents were imported, one a line, beside the imported files: a person may tidy those
 * away, and their bytes are still no second plate.
 */
export class FolderLedger {
  readonly #file: string
  #contents: Set<string> | undefined

  constructor(file: string) {
    this.#file = file
  }

  has(content: string): boolean {
    return this.#known().has(content)
  }

  /** Durably. Throws AssaydError `port-lost` when it cannot be written. */
  add(content: string): void {
    const known = this.#known()
    if (known.has(content)) return
    try {
      mkdirSync(dirname(this.#file), { recursive: true })
      const file = openSync(this.#file, 'a')
      try {
        // The line before may have lost its end in a power cut; an empty line does no harm.
        writeSync(file, `\n{"imported":"${content}"}\n`)
        fsyncSync(file)
      } finally {
        closeSync(file)
      }
    } catch (cause) {
      throw unusable(this.#file, cause)
    }
    known.add(content)
  }

  #known(): Set<string> {
    this.#contents ??= new Set(
      textOf(this.#file)
        .split('\n')
        .flatMap((line) => CONTENT.exec(line)?.[1] ?? []),
    )
    return this.#contents
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw unusable(file, error)
  }
}

function unusable(file: string, cause: unknown): AssaydError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new AssaydError('port-lost', `Unable to use the list of imported files: ${why}.`, {
    hint: `Check that this user may read and write '${file}'.`,
    cause,
  })
}
