import { join } from 'node:path'

import Database from 'better-sqlite3'
import { expect, it } from 'vitest'

import { accountEvent } from '../../src/core/account.ts'
import { believed } from '../../src/store/believed.ts'
import { openSession, type Session } from '../../src/store/session.ts'
import { PASSWORD, peopleScene } from '../support/people-scene.ts'

it('An account is looked at once, and again when another connection has written', async () => {
  const set = peopleScene()
  await set.settle('kim', 'viewer')
  await set.settle('ada', 'admin')
  const database = new Database(join(set.folder, 'assayd.sqlite'), { readonly: true })
  let questions = 0
  const session = openSession(database)
  const counting: Session = {
    ...session,
    all: (sql, ...values) => {
      questions += 1
      return session.all(sql, ...values)
    },
  }
  const proofs = believed()
  const asked = (user: string) => {
    questions = 0
    return { account: proofs.account(counting, user), questions }
  }
  expect(asked('kim').questions).toBeGreaterThan(0)
  expect(asked('kim')).toMatchObject({ account: { user: 'kim', failures: 0 }, questions: 0 })
  expect(asked('ada').questions).toBeGreaterThan(0)
  // What this connection adds is known without looking.
  proofs.added([accountEvent('kim', 'login-failed'), accountEvent('kim', 'disabled')])
  const after = { user: 'kim', failures: 1, isDisabled: true }
  expect(asked('kim')).toMatchObject({ account: after, questions: 0 })
  await set.people.login({ user: 'ada', password: PASSWORD, via: 'login' })
  const again = asked('kim')
  expect(again).toMatchObject({ account: { failures: 0, isDisabled: false } })
  expect(again.questions).toBeGreaterThan(0)
  // A name that nobody has is not kept.
  expect(asked('nobody').questions).toBe(asked('nobody').questions)
  database.close()
  set.store.close()
})
