import { createRoute, z } from '@hono/zod-openapi'

import type { People } from '../../ports/people.ts'
import { accountSchema, jsonFromAccount, roleSchema } from '../account-shape.ts'
import { json, problem } from '../answers.ts'
import { needs } from '../needs.ts'
import type { AddRoutes } from '../routes.ts'

const TEXT_MAX = 1024
const reason = z.string().max(TEXT_MAX).default('')
const password = z.string().max(TEXT_MAX)

const newAccount = z
  .strictObject({
    user: z.string().max(TEXT_MAX),
    name: z.string().max(TEXT_MAX).openapi({ description: 'as signatures print it' }),
    role: roleSchema,
    password,
    reason,
  })
  .openapi('NewAccount')

const change = z
  .discriminatedUnion('change', [
    z.strictObject({ change: z.literal('role'), role: roleSchema, reason }),
    z.strictObject({ change: z.literal('password'), password, reason }),
    z.strictObject({ change: z.literal('disable'), reason }),
    z.strictObject({ change: z.literal('unlock'), reason }),
  ])
  .openapi('AccountChange')

const content = <Shape extends z.ZodType>(schema: Shape) => ({
  required: true,
  content: { 'application/json': { schema } },
})

const ROUTES = {
  list: createRoute({
    ...needs('accounts'),
    method: 'get',
    path: '/api/v1/accounts',
    summary: 'every account',
    responses: { 200: json(z.object({ accounts: z.array(accountSchema) }), 'the accounts') },
  }),
  add: createRoute({
    ...needs('accounts'),
    method: 'post',
    path: '/api/v1/accounts',
    summary: 'makes an account',
    request: { body: content(newAccount) },
    responses: {
      201: json(accountSchema, 'the account'),
      400: problem('a name or the password cannot be taken'),
      409: problem('the user name is taken, now or before'),
    },
  }),
  change: createRoute({
    ...needs('accounts'),
    method: 'post',
    path: '/api/v1/accounts/{user}',
    summary: 'changes role or password, disables, or lets in again',
    request: {
      params: z.object({ user: z.string().openapi({ param: { name: 'user', in: 'path' } }) }),
      body: content(change),
    },
    responses: {
      200: json(accountSchema, 'the account as it is now'),
      400: problem('the password is weak'),
      404: problem('nobody has that user name'),
      409: problem('no admin would be left'),
    },
  }),
} as const

/** Accounts, in the hands of admins. Nothing here removes one. */
export const addAccounts: AddRoutes = (app, { people }) => {
  app.openapi(ROUTES.list, (context) =>
    context.json({ accounts: people.accounts().map(jsonFromAccount) }, 200),
  )
  app.openapi(ROUTES.add, async (context) => {
    const { reason: why, ...account } = context.req.valid('json')
    await people.add(account, { who: context.get('person').user, reason: why })
    return context.json(accountOf(people, account.user), 201)
  })
  app.openapi(ROUTES.change, async (context) => {
    const { user } = context.req.valid('param')
    const said = context.req.valid('json')
    const deed = { who: context.get('person').user, reason: said.reason }
    if (said.change === 'role') people.setRole(user, said.role, deed)
    else if (said.change === 'password') await people.setPassword(user, said.password, deed)
    else if (said.change === 'disable') people.disable(user, deed)
    else people.unlock(user, deed)
    return context.json(accountOf(people, user), 200)
  })
}

function accountOf(people: People, user: string) {
  const found = people.accounts().find((one) => one.user === user)
  if (found === undefined) throw new TypeError(`Expected an account '${user}' after its change.`)
  return jsonFromAccount(found)
}
