import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { apiAtDesk } from '../support/api-scene.ts'
import { hostile } from '../support/hostile.ts'

let api: Awaited<ReturnType<typeof apiAtDesk>>

beforeEach(async () => {
  api = await apiAtDesk()
})

afterEach(() => api.end())

type Method = 'get' | 'post' | 'delete'

/** Every route that is described, with the names in its path. */
function routes(): readonly { readonly method: Method; readonly path: string }[] {
  const { paths = {} } = api.app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'assayd', version: '0' },
  })
  return Object.entries(paths).flatMap(([path, item]) =>
    (['get', 'post', 'delete'] as const)
      .filter((method) => item[method] !== undefined)
      .map((method) => ({ method, path })),
  )
}

describe('Whatever is asked', () => {
  it('by a hostile id, query or body, no route fails by a fault of ours', async () => {
    // What is told without an end is no answer to a query.
    const all = routes().filter(({ path }) => path !== '/api/v1/events')
    expect(all.length).toBeGreaterThan(10)
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...all), hostile(), hostile(), async (route, id, more) => {
        // Requests are limited by the second; no more than one is made in a second here.
        await api.set.clock.pass(1000)
        const path = route.path.replaceAll(/\{\w+\}/g, encodeURIComponent(id))
        const query = route.method === 'get' ? `?plate=${encodeURIComponent(more)}` : ''
        const body = route.method === 'post' ? { body: { [id]: more, user: id, assay: more } } : {}
        const response = await api.send(route.method.toUpperCase(), `${path}${query}`, body)
        expect(response.status).toBeLessThan(500)
        const text = await response.text()
        expect(text).not.toContain('root:x:0:0')
        expect(text).not.toMatch(/\bat .*\.ts:\d+/)
      }),
      { numRuns: 300 },
    )
  })

  it('a body that is no JSON, or says so, is refused with the reason', async () => {
    const sent = [
      ['{"assay":', 'application/json'],
      ['', 'application/json'],
      ['{}', 'text/plain'],
      ['assay=x', 'application/x-www-form-urlencoded'],
      ['\u0000', 'application/json; charset=utf-7'],
    ] as const
    for (const [body, type] of sent) {
      const response = await api.app.request('/api/v1/readers/elx/order', {
        method: 'POST',
        headers: { ...api.headers, 'content-type': type },
        body,
      })
      expect([type, response.status]).toEqual([type, 400])
      expect(await response.json()).toMatchObject({ problem: { code: 'request-invalid' } })
    }
  })

  it('nothing is answered without a login but logging in and whether it lives', async () => {
    for (const { method, path } of routes()) {
      await api.set.clock.pass(1000)
      const sent = { more: { authorization: '' }, ...(method === 'post' ? { body: {} } : {}) }
      const { status } = await api.send(
        method.toUpperCase(),
        path.replaceAll(/\{\w+\}/g, 'a'),
        sent,
      )
      const isOpen = ['/api/v1/login', '/healthz', '/readyz'].includes(path)
      expect([method, path, status === 401]).toEqual([method, path, !isOpen])
    }
  })

  it('every route that answers is described', () => {
    const described = routes().map(({ method, path }) => `${method} ${path}`)
    const answering = api.app.routes
      .filter(({ method, path }) => method !== 'ALL' && path !== '/openapi.json')
      .map(({ method, path }) => `${method.toLowerCase()} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
    expect(new Set(described)).toEqual(new Set(answering))
  })

  it('every route says which act it needs', () => {
    for (const definition of api.app.openAPIRegistry.definitions) {
      if (definition.type !== 'route') continue
      expect(definition.route['x-act']).toBeTypeOf('string')
    }
  })
})
