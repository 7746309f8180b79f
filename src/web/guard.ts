import { createHash, timingSafeEqual } from 'node:crypto'

import type { MiddlewareHandler } from 'hono'

import type { Person } from '../core/accounts.ts'
import { AssaydError } from '../core/errors.ts'
import type { ApiEnv } from './needs.ts'

/**
 * Lets only this machine in: the Host header must name it, so that no page of the internet reaches
 * the daemon through a browser here (DNS rebinding), and the token must be the one in the data
 * folder, so that only whoever may read that folder can ask for plates. That is what is known of
 * such a person: they are the user the daemon runs as, or may do as that user does.
 */
export function guard(token: string, localUser: string): MiddlewareHandler<ApiEnv> {
  const user = `local:${localUser}`
  const person: Person = { user, name: user, role: 'operator', via: 'local' }
  return async (context, next) => {
    const host = context.req.header('host') ?? ''
    if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/.test(host)) {
      throw denied(`The host '${host}' is not this machine.`)
    }
    const said = /^Bearer (\S+)$/.exec(context.req.header('authorization') ?? '')?.[1]
    if (said === undefined || !isSame(said, token)) {
      throw denied('The request has no valid token.')
    }
    context.set('person', person)
    await next()
  }
}

/** Compares in the same time wherever the first difference is. */
function isSame(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(left), digest(right))
}

function denied(what: string): AssaydError {
  return new AssaydError('request-denied', what, {
    hint: 'Send the token of api.json in the data folder, as `Authorization: Bearer TOKEN`.',
  })
}
