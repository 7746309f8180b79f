import { createHash } from 'node:crypto'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import { expect, it } from 'vitest'

import { scryptOf } from '../../src/people/password.ts'
import { peopleOf } from '../../src/people/people.ts'
import type { AuditAct } from '../../src/ports/audit.ts'
import { isoFromInstant } from '../../src/ports/clock.ts'
import { MIGRATIONS, migrate } from '../../src/store/migrate.ts'
import { openStore } from '../../src/store/open-store.ts'
import { openSession } from '../../src/store/session.ts'
import { CHEAP, PASSWORD } from '../support/people-scene.ts'
import { simulatedClock } from '../support/simulated-clock.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** The last form in which a login was a row of a table of its own. */
const FORM = 10
const TOKEN = 'a token of a login before the upgrade'
const clock = simulatedClock()
const now = (): string => isoFromInstant(clock.now())

/** Events of one user as the program of that form wrote them. */
async function eventsThen() {
  const scrypt = await scryptOf(PASSWORD, CHEAP)
  const none = { name: null, role: null, scrypt: null, locked_until_ms: null }
  const event = (kind: string, act: AuditAct, said: object = {}) => {
    return { act, row: { kind, ...none, ...said } }
  }
  const name = 'Kim Example'
  return [
    event('created', 'account-created', { name, role: 'reviewer', scrypt }),
    event('logged-in', 'logged-in'),
    event('password-changed', 'password-changed', { scrypt }),
    event('login-failed', 'login-failed'),
    event('locked', 'account-locked', { locked_until_ms: 5 }),
    event('logged-in', 'logged-in'),
  ]
}

async function databaseThen(): Promise<string> {
  const folder = temporaryFolder()
  const file = join(folder, 'assayd.sqlite')
  const database = new Database(file)
  migrate(database, file, { now, migrations: MIGRATIONS.slice(0, FORM) })
  const session = openSession(database, now)
  const said = { who: 'kim', reason: '' }
  for (const [index, { act, row }] of (await eventsThen()).entries()) {
    const number = index + 1
    const key = `kim/${number}`
    const at = now()
    session.insert('account_events', {
      account_event_id: key,
      user: 'kim',
      number,
      ...row,
      ...said,
      at,
    })
    const after = { user: 'kim', name: null, role: null, lockedUntilMs: null }
    session.record({ ...said, act, subject: { kind: 'account', key }, before: null, after })
  }
  const hash = createHash('sha256').update(TOKEN).digest('hex')
  const ms = clock.now().epochMs
  const login = { token_hash: hash, user: 'kim', via: 'bearer', began_ms: ms, seen_ms: ms }
  session.insert('logins', login)
  const subject = { kind: 'none', key: 'kim' } as const
  session.record({ ...said, act: 'logged-out', subject, before: null, after: null })
  database.close()
  return folder
}

it('Accounts of an older form let their people in again, and nobody else', async () => {
  const store = openStore(await databaseThen(), now)
  const people = peopleOf({ store, clock, cost: CHEAP })
  const findings = () => [...store.auditChecked(null)].flatMap((step) => step.findings)
  expect(findings()).toEqual([])
  expect(people.personWith(TOKEN)).toBeUndefined()
  const kim = { user: 'kim', name: 'Kim Example', role: 'reviewer' }
  expect(people.accounts()).toMatchObject([kim])
  const credentials = { user: 'kim', password: PASSWORD, via: 'bearer' } as const
  const { token, person } = await people.login(credentials)
  expect(people.personWith(token)).toMatchObject({ ...kim, via: 'bearer' })
  // Its owner had changed it before, and signs without doing so again.
  const signed = await people.signed({ person, password: PASSWORD, meaning: 'I have looked.' })
  expect(signed).toMatchObject({ user: 'kim', name: 'Kim Example' })
  people.logout(token)
  expect(people.personWith(token)).toBeUndefined()
  expect(findings()).toEqual([])
  store.close()
})
