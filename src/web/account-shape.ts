import { z } from '@hono/zod-openapi'

import type { AccountReport } from '../ports/people.ts'

export const roleSchema = z
  .enum(['viewer', 'operator', 'reviewer', 'admin'])
  .openapi('Role', { description: 'each may do what those before it may' })

/** An account as admins see it. */
export const accountSchema = z
  .object({
    user: z.string(),
    name: z.string(),
    role: roleSchema,
    disabled: z.boolean(),
    failures: z.int().openapi({ description: 'wrong passwords since the last right one' }),
    locked_until: z.string().nullable().openapi({ description: 'ISO 8601 with offset' }),
  })
  .openapi('Account')

/** An account in JSON. */
export function jsonFromAccount(account: AccountReport): z.output<typeof accountSchema> {
  const { user, name, role, isDisabled, failures, lockedUntil } = account
  return { user, name, role, disabled: isDisabled, failures, locked_until: lockedUntil }
}
