import type { MiddlewareHandler } from 'hono'

import { leastRoleFor, mayDo, type Act, type Person } from '../core/accounts.ts'
import { AssaydError } from '../core/errors.ts'

/** What every handler finds in its context: `context.get('person')` is whoever asks. */
export interface ApiEnv {
  readonly Variables: {
    readonly person: Person
    /** Whether they still are, for what takes longer than a moment; asking is no use of a login. */
    readonly isStillIn: () => boolean
    /** Tells and notes that they were refused. */
    readonly noteDenied: (act: Act) => void
  }
}

/**
 * What a route does, to be spread into its `createRoute`: whoever's role may not do it is refused
 * before the request is looked at, and `/openapi.json` names the act as `x-act`.
 */
export function needs(act: Act) {
  return { 'x-act': act, middleware: allowed(act) } as const
}

/** For a route that the guard opens to whoever reaches this machine: nobody is known then. */
export const OPEN_TO_ALL = { 'x-act': 'none' } as const

/** Throws AssaydError `request-denied`. */
function allowed(act: Act): MiddlewareHandler<ApiEnv> {
  return async (context, next) => {
    const { user, role, via } = context.get('person')
    if (!mayDo(role, act)) {
      context.get('noteDenied')(act)
      const message = `'${user}' is ${role} and may not do this (${act}).`
      throw new AssaydError('request-denied', message, {
        hint:
          via === 'local'
            ? 'Log in with `assayd login USER`.'
            : `Ask somebody who is ${leastRoleFor(act)}, or have your role changed by an admin.`,
      })
    }
    await next()
  }
}
