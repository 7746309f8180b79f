import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { MEANINGS } from '../../src/core/meanings.ts'
import { apiAtDesk } from '../support/api-scene.ts'
import { PASSWORD } from '../support/people-scene.ts'

let api: Awaited<ReturnType<typeof apiAtDesk>>
let plate: string

beforeEach(async () => {
  api = await apiAtDesk()
  await api.ask('POST', '/api/v1/readers/elx/order', { body: { assay: 'il6' } })
  const { order } = await api.until((reader) => reader.order?.state === 'done')
  plate = order?.plate ?? ''
  await api.settle('rita', 'reviewer')
  await api.settle('otto', 'operator')
})

afterEach(() => api.end())

const BODY = { reason: 'controls are fine', password: PASSWORD, meaning: MEANINGS.accepted }

const sign = async (user: string, body: object = {}, path = `${plate}/analyses/1/accepted`) => {
  const more = await api.bearerOf(user)
  return api.ask('POST', `/api/v1/plates/${path}`, { body: { ...BODY, ...body }, more })
}

describe('A verdict', () => {
  it('is signed by a reviewer who gives the password again', async () => {
    expect(await sign('rita')).toMatchObject({
      status: 200,
      answer: {
        analysis_id: `${plate}/1`,
        verdict: 'accepted',
        who: 'rita',
        name: 'Rita Example',
        meaning: MEANINGS.accepted,
        reason: 'controls are fine',
      },
    })
    const meaning = MEANINGS.rejected
    const rejected = await sign('rita', { meaning }, `${plate}/analyses/1/rejected`)
    expect(rejected).toMatchObject({ status: 200, answer: { verdict: 'rejected' } })
  })

  it('is of no operator, no wrong password, no other words, and has a reason', async () => {
    const codeOf = async (answer: ReturnType<typeof sign>) => {
      const { status, answer: told } = await answer
      return `${status} ${JSON.stringify(told)}`
    }
    expect(await codeOf(sign('otto'))).toMatch(/^403 .*otto.* is operator/)
    expect(await codeOf(sign('rita', { password: 'wrong' }))).toMatch(/^401 .*login-failed/)
    expect(await codeOf(sign('rita', { meaning: 'Yes.' }))).toMatch(/^400 .*is not what is signed/)
    expect(await codeOf(sign('rita', { reason: ' ' }))).toMatch(/^400 .*a reason is needed/)
  })

  it('is of an analysis that there is', async () => {
    expect(await sign('rita', {}, `${plate}/analyses/2/accepted`)).toMatchObject({
      status: 404,
      answer: { problem: { code: 'analysis-unknown', hint: 'There are 1.' } },
    })
    expect(await sign('rita', {}, 'nobody/analyses/1/accepted')).toMatchObject({ status: 404 })
  })
})
