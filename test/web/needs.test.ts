import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'

import { ROLES, type Act, type Person, type Role } from '../../src/core/accounts.ts'
import { AssaydError } from '../../src/core/errors.ts'
import { needs, type ApiEnv } from '../../src/web/needs.ts'

function person(role: Role): Person {
  return { user: 'k.wander', name: 'K. Wander', role, via: 'login' }
}

/** How a person of the role fares at a route that accepts. */
async function answerTo(role: Role, denied: Act[] = []): Promise<string> {
  const app = new Hono<ApiEnv>()
  app.onError((error, context) => {
    if (!(error instanceof AssaydError)) throw error
    return context.text(`${error.code}: ${error.message}`)
  })
  app.use(async (context, next) => {
    context.set('person', person(role))
    context.set('noteDenied', (act) => void denied.push(act))
    await next()
  })
  app.post('/', needs('accept').middleware, (context) => context.text(context.get('person').name))
  return (await app.request('/', { method: 'POST' })).text()
}

describe('A route', () => {
  it('is for those whose role may do what it does, and knows who asks', async () => {
    const denied: Act[] = []
    const answers = await Promise.all(ROLES.map((role) => answerTo(role, denied)))
    expect(answers).toEqual([
      "request-denied: 'k.wander' is viewer and may not do this (accept).",
      "request-denied: 'k.wander' is operator and may not do this (accept).",
      'K. Wander',
      'K. Wander',
    ])
    expect(denied).toEqual(['accept', 'accept'])
  })
})
