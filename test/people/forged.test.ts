import { createHash } from 'node:crypto'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { pastTriggers } from '../support/past-triggers.ts'
import { ADMIN, PASSWORD, peopleScene, type PeopleScene } from '../support/people-scene.ts'

const HOUR_MS = 3_600_000
const TOKEN = 'a token that nobody was given'
const HASH = createHash('sha256').update(TOKEN).digest('hex')

let set: PeopleScene

beforeEach(async () => {
  set = peopleScene()
  await set.settle('ada', 'admin')
  await set.settle('kim', 'viewer')
})

afterEach(() => set.store.close())

const login = (user: string) => set.people.login({ user, password: PASSWORD, via: 'bearer' })

/** Writes into the database behind the daemon, past its triggers. */
function tamper(sql: string): void {
  const database = new Database(join(set.folder, 'assayd.sqlite'))
  pastTriggers(database, () => database.exec(sql))
  database.close()
}

const findings = () => [...set.store.auditChecked(null)].flatMap((step) => step.findings)

const EVERYTHING = { who: null, act: null, about: null, since: null, until: null, after: 0 }

describe('Whoever writes into the database', () => {
  it('is not logged in by a row of its own in the table of logins', () => {
    tamper(`INSERT INTO logins VALUES ('${HASH}', ${set.clock.now().epochMs})`)
    expect(set.people.personWith(TOKEN)).toBeUndefined()
  })

  it('is not logged in by an event that the chain does not know, and it is told', () => {
    tamper(`
      INSERT INTO account_events (account_event_id, user, number, kind, who, reason, at,
          token_hash, via, began_ms)
        VALUES ('ada/99', 'ada', 99, 'logged-in', 'ada', '', '2026-11-23T09:00:00.000+03:00',
          '${HASH}', 'bearer', ${set.clock.now().epochMs});
      INSERT INTO logins VALUES ('${HASH}', ${set.clock.now().epochMs})`)
    expect(() => set.people.personWith(TOKEN)).toThrow("'ada' is not as it was written")
    expect(findings()).toContain("The rows of account 'ada/99' have no audit entry.")
    tamper('DELETE FROM account_events WHERE number = 99; DELETE FROM logins WHERE seen_ms > 0')
    expect(findings()).toEqual([])
    const told = set.store.audit({ ...EVERYTHING, act: 'login-failed', newestMax: 9 })
    expect(told).toMatchObject([{ reason: "The account 'ada' is not as it was written." }])
  })

  it.each([
    ['another role', 'kim', "SET role = 'admin' WHERE user = 'kim' AND number = 1"],
    [
      'the login of somebody else',
      'kim',
      "SET user = 'ada', number = 99 WHERE account_event_id = 'kim/4'",
    ],
    [
      'the login of somebody else',
      'ada',
      "SET user = 'ada', number = 99 WHERE account_event_id = 'kim/4'",
    ],
    [
      'the password of somebody else',
      'kim',
      `SET scrypt = (SELECT scrypt FROM account_events
      WHERE user = 'ada' AND kind = 'password-changed')
      WHERE user = 'kim' AND kind = 'password-changed'`,
    ],
  ])('gives nobody %s: %s', async (_, user, change) => {
    const { token } = await login('kim')
    tamper(`UPDATE account_events ${change}`)
    await expect(login(user)).rejects.toMatchObject({ code: 'audit-broken' })
    expect(() => set.people.personWith(token)).toThrow('is not as it was written')
    expect(findings()).not.toEqual([])
  })

  it.each(['disabled', 'role-changed', 'password-changed'])(
    'lets nobody in again by taking away that they were %s',
    async (kind) => {
      await set.settle('noor', 'reviewer')
      set.people.setRole('noor', 'viewer', ADMIN)
      set.people.disable('noor', ADMIN)
      tamper(`DELETE FROM account_events WHERE user = 'noor' AND kind = '${kind}'`)
      await expect(login('noor')).rejects.toMatchObject({ code: 'audit-broken' })
      expect(findings()).not.toEqual([])
    },
  )

  it.each(['disabled', 'role-changed', 'password-changed'])(
    'lets nobody in again by calling it something else that they were %s',
    async (kind) => {
      await set.settle('noor', 'reviewer')
      set.people.setRole('noor', 'viewer', ADMIN)
      set.people.disable('noor', ADMIN)
      tamper(`
        UPDATE account_events SET kind = 'logged-out' WHERE user = 'noor' AND kind = '${kind}'`)
      await expect(login('noor')).rejects.toMatchObject({ code: 'audit-broken' })
      expect(findings()).not.toEqual([])
    },
  )

  it.each([
    "SET kind = 'logged-out'",
    'SET number = -1',
    "SET kind = (CASE kind WHEN 'locked' THEN 'login-failed' ELSE 'locked' END)",
  ])('takes no lock off an account: %s', async (change) => {
    for (let at = 0; at < 5; at += 1) {
      await expect(
        set.people.login({ user: 'kim', password: 'wrong', via: 'login' }),
      ).rejects.toMatchObject({ code: 'login-failed' })
    }
    tamper(`UPDATE account_events ${change} WHERE user = 'kim' AND kind IN ('locked')`)
    await expect(login('kim')).rejects.toMatchObject({ code: 'audit-broken' })
  })

  it('wakes no login by calling its end that of another', async () => {
    const [first, second] = [await login('kim'), await login('kim')]
    set.people.logout(first.token)
    tamper(`UPDATE account_events SET token_hash = '${HASH}' WHERE kind = 'logged-out'`)
    expect(() => set.people.personWith(first.token)).toThrow('is not as it was written')
    expect(() => set.people.personWith(second.token)).toThrow('is not as it was written')
  })

  it('is found out also after somebody was believed, and nobody once it is put back', async () => {
    const { token } = await login('kim')
    const change = (role: string): void =>
      tamper(`UPDATE account_events SET role = '${role}' WHERE user = 'kim' AND number = 1`)
    expect(set.people.personWith(token)).toMatchObject({ role: 'viewer' })
    change('admin')
    expect(() => set.people.personWith(token)).toThrow('is not as it was written')
    change('viewer')
    expect(set.people.personWith(token)).toMatchObject({ role: 'viewer' })
  })

  it('shuts the altered account alone: another admin can be made', async () => {
    tamper("UPDATE account_events SET role = 'viewer' WHERE user = 'ada' AND number = 1")
    await set.settle('noor', 'admin')
    expect((await login('noor')).person).toMatchObject({ role: 'admin' })
    expect((await login('kim')).person).toMatchObject({ role: 'viewer' })
    expect(() => set.people.setRole('ada', 'viewer', ADMIN)).toThrow('is not as it was written')
    await expect(login('ada')).rejects.toMatchObject({ code: 'audit-broken' })
  })

  it('wakes no login that is over, whatever is said of when it was used', async () => {
    const [first, second] = [await login('kim'), await login('kim')]
    set.people.logout(first.token)
    const use = `UPDATE logins SET seen_ms = ${set.clock.now().epochMs + 100 * HOUR_MS}`
    tamper(use)
    expect(set.people.personWith(first.token)).toBeUndefined()
    expect(set.people.personWith(second.token)).toMatchObject({ user: 'kim' })
    await set.clock.pass(12 * HOUR_MS)
    expect(set.people.personWith(second.token)).toBeUndefined()
    expect(findings()).toEqual([])
  })

  it('does not make an operator of the machine by taking all accounts away', () => {
    tamper('DELETE FROM account_events')
    expect(set.people.hasAccounts()).toBe(true)
    expect(findings()).not.toEqual([])
  })
})
