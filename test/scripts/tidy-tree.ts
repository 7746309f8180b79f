import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { check } from '../../scripts/tidy/check.ts'
import type { Exception } from '../../scripts/tidy/exceptions.ts'
import type { Finding } from '../../scripts/tidy/source.ts'

/** Files of a small project by path. */
export type Tree = Readonly<Record<string, string>>

/** Writes the tree to a temporary folder, checks it, and takes it away again. */
export function findingsIn(tree: Tree, exceptions: readonly Exception[] = []): readonly Finding[] {
  const root = mkdtempSync(join(tmpdir(), 'assayd-tidy-'))
  try {
    for (const [path, text] of Object.entries(tree)) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
    return check(root, exceptions)
  } finally {
    rmSync(root, { recursive: true })
  }
}

/** One rule with a tree that breaks it and a near miss that does not. */
export interface Case {
  readonly rule: string
  readonly name: string
  /** Where the breach is told: `path:line`. */
  readonly told: string
  readonly breach: Tree
  readonly fine: Tree
}

/** `count` times the line, as one text. */
export function lines(count: number, line: string): string {
  return `${line}\n`.repeat(count)
}
