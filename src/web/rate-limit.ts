import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context, MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'

import { AssaydError } from '../core/errors.ts'
import type { Clock } from '../ports/clock.ts'
import { buckets, type Rate } from './bucket.ts'

/** A page asks for a dozen things at once; a program that follows a bench for one a second. */
const FOR_ADDRESS: Rate = { atOnce: 100, perSecond: 50 }
/** All addresses of a door together. */
const FOR_ALL: Rate = { atOnce: 400, perSecond: 200 }
/** Whoever mistypes needs some tries; a program that guesses needs millions. */
const FOR_LOGIN: Rate = { atOnce: 10, perSecond: 1 / 6 }

/** Refuses whoever asks too often. Throws AssaydError `too-many-requests`. */
export function rateLimit(clock: Clock): MiddlewareHandler {
  const nowMs = (): number => clock.monotonicMs()
  const [address, all] = [buckets(FOR_ADDRESS, nowMs), buckets(FOR_ALL, nowMs)]
  return createMiddleware(async (context, next) => {
    if (!address.take(addressOf(context)) || !all.take('')) throw tooMany('requests')
    await next()
  })
}

/** Says whether somebody may give a password, by address and by the name that is tried. */
export function loginLimit(clock: Clock): (context: Context, user: string) => void {
  const nowMs = (): number => clock.monotonicMs()
  const [address, name] = [buckets(FOR_LOGIN, nowMs), buckets(FOR_LOGIN, nowMs)]
  return (context, user) => {
    const isFine = address.take(addressOf(context)) && name.take(user.trim().toLowerCase())
    if (!isFine) throw tooMany('logins')
  }
}

function tooMany(what: string): AssaydError {
  return new AssaydError('too-many-requests', `There were too many ${what} in a short time.`, {
    hint: 'Wait ten seconds and try again.',
  })
}

function isServed(env: unknown): boolean {
  return typeof env === 'object' && env !== null && 'incoming' in env
}

/** Whoever has one IPv6 address has the 64 bits behind it as well; none without a socket. */
function addressOf(context: Context): string {
  if (!isServed(context.env)) return ''
  const { remote } = getConnInfo(context)
  const address = remote.address ?? ''
  return remote.addressType === 'IPv6' && !address.startsWith('::ffff:')
    ? address.split(':').slice(0, 4).join(':')
    : address
}
