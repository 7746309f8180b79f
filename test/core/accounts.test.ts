import { describe, expect, it } from 'vitest'

import { leastRoleFor, mayDo, ROLES, type Act } from '../../src/core/accounts.ts'

/** Acts that nobody below this role may do, and everybody from it on may. */
const FROM = {
  viewer: ['view'],
  operator: [
    'order',
    'expect',
    'assign',
    'mask',
    'reanalyse',
    'export',
    'backup',
    'verify',
    'reload',
  ],
  reviewer: ['accept', 'reject'],
  admin: ['accounts', 'restore'],
} as const satisfies Record<string, readonly Act[]>

describe('A role', () => {
  it('may do what is its own and what those before it may, and nothing else', () => {
    for (const [at, role] of ROLES.entries()) {
      for (const [owner, own] of ROLES.entries()) {
        for (const act of FROM[own])
          expect([role, act, mayDo(role, act)]).toEqual([role, act, at >= owner])
      }
    }
  })

  it('is named with each act', () => {
    expect(leastRoleFor('accept')).toBe('reviewer')
    expect(leastRoleFor('order')).toBe('operator')
  })
})
