import { createHash } from 'node:crypto'

import Database from 'better-sqlite3'

import { AssaydError } from '../core/errors.ts'
import type { AuditChecked, AuditEntry, AuditHead } from '../ports/audit.ts'
import { gapsIn } from './audit-gaps.ts'
import { BEGINNING, entryFromRow, hashOf } from './audit.ts'
import { digestOf, isRowKind, keysOf, ROW_KINDS, type RowKind } from './audit-scopes.ts'
import { numberAt, textAt } from './rows.ts'
import { alteredSchema } from './schema-check.ts'
import { openSession, type Session } from './session.ts'
import { inOperatorsWords } from './storage-errors.ts'

/** So many entries or subjects are one step. */
const STEP = 500

/**
 * Checks the chain from its first entry, and every row against the newest entry that answers for
 * it, as of one moment; a daemon may go on writing. `kept` is the end of the chain as somebody
 * wrote it down before: without one, a chain whose end was cut off together with its rows looks
 * whole. Throws AssaydError when the database cannot be read.
 */
export function* auditChecked(file: string, kept: AuditHead | null): Generator<AuditChecked> {
  const database = inOperatorsWords(file, () => {
    return new Database(file, { readonly: true, fileMustExist: true })
  })
  try {
    database.exec('BEGIN')
    const session = openSession(database)
    const keys = new Map(ROW_KINDS.map((kind) => [kind, keysOf(session, kind)] as const))
    const rows = [...keys.values()].reduce((sum, { length }) => sum + length, 0)
    const total = countOf(session) + rows
    let done = 0
    for (const step of steps(session, keys, kept)) {
      done += step.looked
      yield { done, total, findings: step.findings }
    }
  } catch (error) {
    inOperatorsWords(file, () => {
      throw error
    })
  } finally {
    database.close()
  }
}

interface Step {
  readonly looked: number
  readonly findings: readonly string[]
}

function* steps(
  session: Session,
  keys: ReadonlyMap<RowKind, readonly string[]>,
  kept: AuditHead | null,
): Generator<Step> {
  yield* chainSteps(session, kept)
  for (const [kind, all] of keys) yield* rowSteps(session, kind, all)
  yield {
    looked: 0,
    findings: [
      ...lostRows(session),
      ...alteredTexts(session),
      ...gapsIn(session),
      ...alteredSchema(session),
    ],
  }
}

function countOf(session: Session): number {
  const row = session.first('SELECT count(*) AS n FROM audit')
  return row === undefined ? 0 : numberAt(row, 'n')
}

function* chainSteps(session: Session, kept: AuditHead | null): Generator<Step> {
  let head = BEGINNING
  // An end that was written down before the first entry says nothing that could be missing.
  let isKeptSeen = kept === null || kept.hash === BEGINNING.hash
  for (;;) {
    const sql = 'SELECT * FROM audit WHERE entry > ? ORDER BY entry LIMIT ?'
    const rows = session.all(sql, head.number, STEP)
    if (rows.length === 0) break
    const findings: string[] = []
    for (const row of rows) {
      const entry = readable(() => entryFromRow(row))
      if (typeof entry === 'string') {
        const number = numberAt(row, 'entry')
        findings.push(`Audit entry ${number} cannot be read: ${entry}`)
        head = { number, hash: String(row['hash']) }
        continue
      }
      findings.push(...linkFindings(entry, head))
      head = { number: entry.number, hash: entry.hash }
      if (kept?.number === head.number) isKeptSeen = kept.hash === head.hash
    }
    yield { looked: rows.length, findings }
  }
  if (isKeptSeen || kept === null) return
  const where = `Entry ${kept.number} with the hash ${kept.hash}, which was written down, is gone`
  yield { looked: 0, findings: [`${where}: the chain was cut off or made anew.`] }
}

function readable<Value>(read: () => Value): Value | string {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof AssaydError)) throw error
    return error.message
  }
}

function linkFindings(entry: AuditEntry, before: AuditHead): readonly string[] {
  const { number, previous, hash, ...rest } = entry
  const name = `Audit entry ${number}`
  const gap = number === before.number + 1 ? [] : [`Audit entry ${before.number + 1} is gone.`]
  const link = previous === before.hash ? [] : [`${name} does not follow from the one before it.`]
  const own =
    hashOf({ ...rest, number, previous }) === hash ? [] : [`${name} was changed: its hash differs.`]
  return [...gap, ...link, ...own]
}

const NEWEST = `
  SELECT digest FROM audit WHERE subject_kind = ? AND subject_key = ?
  ORDER BY entry DESC LIMIT 1`

function* rowSteps(session: Session, kind: RowKind, keys: readonly string[]): Generator<Step> {
  for (let at = 0; at < keys.length; at += STEP) {
    const some = keys.slice(at, at + STEP)
    yield { looked: some.length, findings: some.flatMap((key) => rowFindings(session, kind, key)) }
  }
}

function rowFindings(session: Session, kind: RowKind, key: string): readonly string[] {
  const entry = session.first(NEWEST, kind, key)
  if (entry === undefined) return [`The rows of ${kind} '${key}' have no audit entry.`]
  const isSame = textAt(entry, 'digest') === digestOf(session, { kind, key })
  return isSame ? [] : [`The rows of ${kind} '${key}' are not as they were stored.`]
}

/** Texts are named by their own SHA-256, which the entries of analyses hold. */
function alteredTexts(session: Session): readonly string[] {
  const keys = session.all('SELECT hash FROM documents').map((row) => textAt(row, 'hash'))
  return keys.flatMap((key) => {
    const row = session.first('SELECT text FROM documents WHERE hash = ?', key)
    const own = createHash('sha256').update(row === undefined ? '' : textAt(row, 'text'))
    return own.digest('hex') === key ? [] : [`The kept text '${key}' is not what its hash says.`]
  })
}

/** Entries whose rows are gone. */
function lostRows(session: Session): readonly string[] {
  const sql = 'SELECT DISTINCT subject_kind, subject_key FROM audit ORDER BY entry'
  const there = new Map(ROW_KINDS.map((kind) => [kind as string, new Set(keysOf(session, kind))]))
  return session.all(sql).flatMap((row) => {
    const [kind, key] = [textAt(row, 'subject_kind'), textAt(row, 'subject_key')]
    if (!isRowKind(kind) || there.get(kind)?.has(key) === true) return []
    return [`The rows of ${kind} '${key}' are gone.`]
  })
}
