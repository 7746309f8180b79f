import { describe, expect, it } from 'vitest'

import { weaknesses } from '../../src/core/password-policy.ts'
import { isPassword, scryptOf, USUAL_COST } from '../../src/people/password.ts'
import { CHEAP } from '../support/people-scene.ts'

describe('A stored password', () => {
  it('is salted scrypt of the usual cost, and knows its own', async () => {
    const [one, other] = await Promise.all([
      scryptOf('seven quiet otters', USUAL_COST),
      scryptOf('seven quiet otters', USUAL_COST),
    ])
    expect(one).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/)
    expect(one).not.toBe(other)
    expect(await isPassword('seven quiet otters', one)).toBe(true)
    expect(await isPassword('seven quiet otter', one)).toBe(false)
  })

  it('keeps the cost it was made with', async () => {
    expect(
      await isPassword('seven quiet otters', await scryptOf('seven quiet otters', CHEAP)),
    ).toBe(true)
  })

  it('is the same whichever way a keyboard writes its signs', async () => {
    const stored = await scryptOf('fünf müde Möwen', CHEAP)
    expect(await isPassword('fünf müde Möwen'.normalize('NFD'), stored)).toBe(true)
  })

  it('is refused when it is none', async () => {
    await expect(isPassword('x', 'x')).rejects.toThrow('Expected a stored scrypt')
  })
})

describe('A password', () => {
  it('needs no digits and no signs', () => {
    expect(weaknesses('seven quiet otters', 'kim')).toEqual([])
  })

  it('is told everything that is wrong with it', () => {
    expect(weaknesses('kimkimkim', 'kim')).toHaveLength(3)
    expect(weaknesses('x'.repeat(300), 'kim')).toHaveLength(2)
  })
})
