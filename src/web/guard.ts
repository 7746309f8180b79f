import { createHash, timingSafeEqual } from 'node:crypto'

import type { Context, MiddlewareHandler } from 'hono'
import { getCookie } from 'hono/cookie'

import type { Person } from '../core/accounts.ts'
import { AssaydError } from '../core/errors.ts'
import type { ApiOptions } from '../ports/api.ts'
import { cookieOf, type Door } from './door.ts'
import type { ApiEnv } from './needs.ts'

/** What needs no login: one cannot be had otherwise; and supervisors, who learn of no plate. */
const OPEN = new Set(['POST /api/v1/login', 'GET /healthz', 'GET /readyz'])

/** What the guard must know. */
interface GuardParts extends Pick<ApiOptions, 'people' | 'localUser'> {
  readonly door: Door
}

/**
 * Says who asks, and refuses everybody who cannot be told. The Host header must be one this daemon
 * goes by, so that no page of the internet reaches it through a browser here (DNS rebinding).
 */
export function guard(parts: GuardParts): MiddlewareHandler<ApiEnv> {
  return async (context, next) => {
    const host = context.req.header('host') ?? ''
    if (!isNameOf(parts.door, host)) {
      throw new AssaydError('request-denied', `This daemon does not go by the host '${host}'.`, {
        hint: 'Use a name that `api: network: names` lists, or localhost on the machine itself.',
      })
    }
    insistOnOwnPage(context, parts.door)
    // Not asked where nobody need be known: what is wrong with a login is no reason to refuse it.
    if (!OPEN.has(`${context.req.method} ${context.req.path}`)) insistOnPerson(context, parts)
    await next()
  }
}

/** Throws AssaydError `login-needed`, or `audit-broken`. */
function insistOnPerson(context: Context<ApiEnv>, parts: GuardParts): void {
  const person = personOf(context, parts, true)
  if (person === undefined) throw notLoggedIn(parts)
  context.set('person', person)
  context.set('isStillIn', () => personOf(context, parts, false) !== undefined)
  context.set('noteDenied', (act) => parts.people.denied(person, act))
}

/** Whether a Host header names this daemon as that door does. */
function isNameOf({ names }: Door, header: string): boolean {
  const name = /^([\w.-]+|\[[0-9a-f:]+\])(:\d{1,5})?$/.exec(header.toLowerCase())?.[1]
  return name !== undefined && names.includes(name)
}

/** A browser shows its cookie; a program its token, of a login or of `api.json`. */
function personOf(context: Context, parts: GuardParts, isUse: boolean): Person | undefined {
  const said = /^Bearer (\S+)$/.exec(context.req.header('authorization') ?? '')?.[1]
  if (said !== undefined) {
    const { token } = parts.door
    if (token !== null && isSame(said, token)) return localPerson(parts)
    const person = parts.people.personWith(said, isUse)
    return person?.via === 'bearer' ? person : undefined
  }
  const cookie = getCookie(context, cookieOf(parts.door))
  const person = cookie === undefined ? undefined : parts.people.personWith(cookie, isUse)
  return person?.via === 'login' ? person : undefined
}

/**
 * Whoever may read the data folder is the user the daemon runs as, or may do as that user does.
 * Where people have accounts, that is not enough to change anything: the trail would not say who.
 */
function localPerson({ people, localUser }: GuardParts): Person {
  const user = `local:${localUser}`
  return { user, name: user, role: people.hasAccounts() ? 'viewer' : 'operator', via: 'local' }
}

/**
 * A browser sends the cookie with whatever page asks it to: what changes something must come from a
 * page of this daemon. Browsers say of themselves where it comes from; pages cannot. Programs say
 * nothing, and have no cookie.
 */
function insistOnOwnPage(context: Context, door: Door): void {
  const { req } = context
  if (req.method === 'GET' || req.method === 'HEAD') return
  const [site, origin] = [req.header('sec-fetch-site'), req.header('origin')]
  const hasCookie = getCookie(context, cookieOf(door)) !== undefined
  if (!hasCookie && site === undefined && origin === undefined) return
  const isOwn = origin === `${door.isTls ? 'https' : 'http'}://${req.header('host') ?? ''}`
  if (isOwn && (site === undefined || site === 'same-origin')) return
  throw new AssaydError('request-denied', `A page of '${origin ?? 'nowhere'}' asked for this.`, {
    hint: 'Use the pages of assayd itself, or a bearer token.',
  })
}

/** Compares in the same time wherever the first difference is. */
function isSame(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(left), digest(right))
}

function notLoggedIn({ people }: GuardParts): AssaydError {
  const hint = people.hasAccounts()
    ? 'Log in with `assayd login USER`, or at /api/v1/login.'
    : 'Send the token of api.json in the data folder, as `Authorization: Bearer TOKEN`.'
  return new AssaydError('login-needed', 'The request has no valid token.', { hint })
}
