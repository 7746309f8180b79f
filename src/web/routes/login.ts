import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'

import type { Person } from '../../core/accounts.ts'
import { json, problem } from '../answers.ts'
import { cookieOf } from '../door.ts'
import { loginLimit } from '../rate-limit.ts'
import { needs, OPEN_TO_ALL } from '../needs.ts'
import { roleSchema } from '../account-shape.ts'
import type { AddRoutes } from '../routes.ts'

const COOKIE_S = 12 * 3600
const TEXT_MAX = 1024

const personSchema = z
  .object({
    user: z.string(),
    name: z.string().openapi({ description: 'as signatures print it' }),
    role: roleSchema,
    via: z.enum(['local', 'login', 'bearer']),
  })
  .openapi('Person')

const credentials = z
  .strictObject({
    user: z.string().max(TEXT_MAX),
    password: z.string().max(TEXT_MAX),
    kind: z.enum(['cookie', 'bearer']).default('cookie').openapi({
      description: 'a cookie for a browser, or a token in the answer for a program',
    }),
  })
  .openapi('Credentials')

const newPassword = z
  .strictObject({ password: z.string().max(TEXT_MAX), next: z.string().max(TEXT_MAX) })
  .openapi('NewPassword')

const body = <Shape extends z.ZodType>(schema: Shape) => ({
  body: { required: true, content: { 'application/json': { schema } } },
})

const ROUTES = {
  login: createRoute({
    // Whoever logs in is nobody yet: there is no person whose role could be looked at.
    ...OPEN_TO_ALL,
    method: 'post',
    path: '/api/v1/login',
    summary: 'says who asks from now on, by user and password',
    request: body(credentials),
    responses: {
      200: json(
        personSchema.extend({ token: z.string().nullable() }),
        'logged in; the token is null where a cookie holds it',
      ),
      401: problem('user or password is wrong, or the account is locked or disabled'),
      429: problem('too many logins were tried'),
    },
  }),
  logout: createRoute({
    ...needs('view'),
    method: 'post',
    path: '/api/v1/logout',
    summary: 'ends the login that the request shows',
    responses: { 200: json(z.object({}), 'logged out') },
  }),
  me: createRoute({
    ...needs('view'),
    method: 'get',
    path: '/api/v1/me',
    summary: 'who asks',
    responses: { 200: json(personSchema, 'who asks') },
  }),
  password: createRoute({
    ...needs('view'),
    method: 'post',
    path: '/api/v1/me/password',
    summary: 'changes the password of whoever asks, and ends all their logins',
    request: body(newPassword),
    responses: {
      200: json(z.object({}), 'changed'),
      400: problem('the new password is weak'),
      401: problem('the password is wrong, or whoever asks has no account'),
    },
  }),
} as const

/** Logging in and out, and one's own password. */
export const addLogin: AddRoutes = (app, { people, door, clock }) => {
  const limit = loginLimit(clock)
  const cookie = cookieOf(door)
  const how = { path: '/', httpOnly: true, secure: door.isTls, sameSite: 'Strict' } as const
  app.openapi(ROUTES.login, async (context) => {
    const { user, password, kind } = context.req.valid('json')
    limit(context, user)
    const via = kind === 'cookie' ? 'login' : 'bearer'
    const { token, person } = await people.login({ user, password, via })
    if (kind === 'bearer') return context.json({ ...jsonFrom(person), token }, 200)
    setCookie(context, cookie, token, { ...how, maxAge: COOKIE_S })
    return context.json({ ...jsonFrom(person), token: null }, 200)
  })
  app.openapi(ROUTES.logout, (context) => {
    const token = bearerOf(context) ?? getCookie(context, cookie)
    if (token !== undefined) people.logout(token)
    deleteCookie(context, cookie, how)
    return context.json({}, 200)
  })
  app.openapi(ROUTES.me, (context) => context.json(jsonFrom(context.get('person')), 200))
  app.openapi(ROUTES.password, async (context) => {
    const person = context.get('person')
    limit(context, person.user)
    await people.changePassword({ person, ...context.req.valid('json') })
    deleteCookie(context, cookie, how)
    return context.json({}, 200)
  })
}

function bearerOf(context: Context): string | undefined {
  return /^Bearer (\S+)$/.exec(context.req.header('authorization') ?? '')?.[1]
}

function jsonFrom({ user, name, role, via }: Person) {
  return { user, name, role, via }
}
