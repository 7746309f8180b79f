import { describe, expect, it } from 'vitest'

import { AssaydError } from '../../src/core/errors.ts'
import { AS_EXPECTED } from '../../src/readers/order.ts'
import { apiAtDesk, TOKEN } from '../support/api-scene.ts'

describe('The API', () => {
  it('shows every reader as it is now', async () => {
    const { ask, end } = await apiAtDesk()
    const { status, answer } = await ask('GET', '/api/v1/readers')
    expect(status).toBe(200)
    expect(answer).toMatchObject({
      readers: [
        {
          id: 'elx',
          driver: 'biotek-elx',
          state: 'idle',
          model: 'ELx808 with incubator',
          order: null,
        },
      ],
    })
    await end()
  })

  it('takes an order, shows how far it came, and gives its results', async () => {
    const { ask, until, end } = await apiAtDesk()
    const accepted = await ask('POST', '/api/v1/readers/elx/order', { body: { assay: 'il6' } })
    expect(accepted.status).toBe(202)
    expect(accepted.answer).toMatchObject({
      order: { id: 1, state: 'waiting', wanted: { wavelengths_nm: null, assay: 'il6' } },
    })
    await until(({ order }) => order?.state === 'done')
    const { answer } = await ask('GET', '/api/v1/readers/elx')
    expect(answer).toMatchObject({ order: { state: 'done', read_id: 1, problem: null } })
    await end()
  })

  it('tells every mistake of a request at once', async () => {
    const { ask, end } = await apiAtDesk()
    const wrong = { wavelengths_nm: [4], kinetic: { count: 1 }, colour: 'red' }
    const { status, answer } = await ask('POST', '/api/v1/readers/elx/order', { body: wrong })
    expect(status).toBe(400)
    expect(answer).toMatchObject({ problem: { code: 'request-invalid' } })
    const text = JSON.stringify(answer)
    for (const where of ['wavelengths_nm.0', 'kinetic.count', 'kinetic.interval_s', 'colour']) {
      expect(text).toContain(where)
    }
    await end()
  })

  it('answers 404 for what is not there and 409 for what cannot be now', async () => {
    const { ask, end } = await apiAtDesk()
    expect(await ask('GET', '/api/v1/readers/elks')).toMatchObject({
      status: 404,
      answer: { problem: { code: 'reader-unknown' } },
    })
    expect(await ask('DELETE', '/api/v1/readers/elx/order')).toMatchObject({
      status: 409,
      answer: { problem: { code: 'order-over' } },
    })
    expect(await ask('GET', '/nothing')).toMatchObject({ status: 404 })
    await end()
  })

  it('notes who asked for a plate, and who called it off', async () => {
    const { ask, shown, end } = await apiAtDesk()
    await ask('POST', '/api/v1/readers/elx/order', { body: { wavelengths_nm: [450] } })
    await ask('DELETE', '/api/v1/readers/elx/order')
    await ask('POST', '/api/v1/readers/elks/order', { body: {} })
    const open = { act: null, about: null, since: null, until: null, after: 0, newestMax: 100 }
    const entries = shown.store.audit({ ...open, who: `local:${shown.localUser}` })
    expect(entries.map(({ act, subject }) => [act, subject.key])).toEqual([
      ['read-ordered', 'elx'],
      ['read-cancelled', 'elx'],
    ])
    expect(entries[0]?.after).toContain('"wavelengths_nm":[450]')
    await end()
  })

  it('describes itself in OpenAPI 3.1', async () => {
    const { ask, end } = await apiAtDesk()
    const { answer } = await ask('GET', '/openapi.json')
    expect(answer).toMatchObject({
      openapi: '3.1.0',
      paths: {
        '/api/v1/readers/{id}/order': { post: { 'x-act': 'order' }, delete: { 'x-act': 'order' } },
      },
    })
    await end()
  })
})

describe('The API lets nobody in', () => {
  it('who does not know the token', async () => {
    const { ask, end } = await apiAtDesk()
    for (const authorization of ['', 'Bearer wrong', `Basic ${TOKEN}`, `Bearer ${TOKEN}x`]) {
      expect(await ask('GET', '/api/v1/readers', { more: { authorization } })).toMatchObject({
        status: 401,
        answer: { problem: { code: 'login-needed' } },
      })
    }
    await end()
  })

  it('whose browser was led here by the name of another host', async () => {
    const { ask, end } = await apiAtDesk()
    for (const host of ['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example:80']) {
      expect(await ask('GET', '/api/v1/readers', { more: { host } })).toMatchObject({
        status: 403,
      })
    }
    for (const host of ['localhost:7437', '[::1]:7437', '127.0.0.1']) {
      expect(await ask('GET', '/api/v1/readers', { more: { host } })).toMatchObject({
        status: 200,
      })
    }
    await end()
  })

  it('with more than an order needs', async () => {
    const { ask, end } = await apiAtDesk()
    const assay = 'x'.repeat(100_000)
    expect((await ask('POST', '/api/v1/readers/elx/order', { body: { assay } })).status).toBe(400)
    await end()
  })
})

describe('The configuration in the API', () => {
  it('is told with what is refused, and taken when it is asked for', async () => {
    const { ask, end, set } = await apiAtDesk()
    const { hash } = set.bench.settings.version
    expect((await ask('GET', '/api/v1/config')).answer).toEqual({
      file: 'test',
      hash,
      taken_at: '2026-11-23T09:00:00.000+03:00',
      files: [{ name: 'settings.json', hash: expect.stringMatching(/^[0-9a-f]{64}$/) }],
      refused: null,
    })
    const mistake = new AssaydError('config-invalid', 'test:7: lab: is missing', { hint: 'Mend.' })
    set.bench.edit(mistake)
    const problem = { code: 'config-invalid', message: 'test:7: lab: is missing', hint: 'Mend.' }
    const refused = await ask('POST', '/api/v1/config/reload')
    expect(refused).toEqual({ status: 409, answer: { problem } })
    const { answer } = await ask('GET', '/api/v1/config')
    expect(answer).toMatchObject({ hash, refused: { problem } })
    set.bench.edit({ lab: 'Another lab' })
    expect(await ask('POST', '/api/v1/config/reload')).toMatchObject({
      status: 200,
      answer: {
        changes: [{ name: 'settings.json', kind: 'changed' }],
        config: { refused: null },
      },
    })
    await end()
  })

  it('shows the plates that are stored, each whole with its bytes in hex', async () => {
    const { ask, end } = await apiAtDesk()
    const { answer } = await ask('GET', '/api/v1/plates')
    expect(answer).toMatchObject({
      plates: [{ plate: 'IL6-07', verdict: null, lapsed: null }, { plate: 'IL6-08' }, {}],
    })
    const plate = await ask('GET', '/api/v1/plates/IL6-08')
    expect(plate.answer).toMatchObject({
      record: { plate: 'IL6-08' },
      reads: [{ read: { bytes: expect.stringMatching(/^[0-9a-f]+$/) } }],
      analyses: [{ analysisId: 'IL6-08/1' }],
      masks: [],
      verdicts: [],
      lapsed: null,
    })
    const none = await ask('GET', '/api/v1/plates/..%2F..%2Fetc')
    expect(none).toMatchObject({ status: 404, answer: { problem: { code: 'plate-unknown' } } })
    await end()
  })

  it('shows the audit trail and its end', async () => {
    const { ask, end } = await apiAtDesk()
    const some = await ask('GET', '/api/v1/audit?act=analysis-stored&newest_max=2')
    expect(some.answer).toMatchObject({
      entries: [{ subject: { key: 'IL6-07/2' } }, { subject: { key: 'IL6-08/1' } }],
    })
    const head = await ask('GET', '/api/v1/audit/head')
    expect(head.answer).toMatchObject({ hash: expect.stringMatching(/^[0-9a-f]{64}$/) })
    const wrong = await ask('GET', '/api/v1/audit?newest_max=many&since=May')
    expect(wrong.status).toBe(400)
    await end()
  })

  it('shows what the laboratory has defined', async () => {
    const { ask, end } = await apiAtDesk()
    const layouts = await ask('GET', '/api/v1/layouts')
    expect(layouts.answer).toMatchObject({
      definitions: [{ hash: expect.stringMatching(/^[0-9a-f]{64}$/), value: { format: 96 } }],
    })
    const assays = await ask('GET', '/api/v1/assays')
    expect(assays.answer).toMatchObject({ definitions: [{ value: { analyte: 'IL-6' } }] })
    const organisms = await ask('GET', '/api/v1/organisms')
    expect(organisms.answer).toMatchObject({ organisms: [] })
    const sheets = await ask('GET', '/api/v1/run-sheets')
    expect(sheets.answer).toMatchObject({ run_sheets: [], mistakes: [] })
    await end()
  })
})

describe('The events of the API', () => {
  it('are the changes of the readers, and resume behind the last one that was seen', async () => {
    const { app, headers, desk, until, end } = await apiAtDesk()
    desk.order('elx', AS_EXPECTED)
    await until(({ order }) => order?.state === 'done')
    const response = await app.request('/api/v1/events', {
      headers: { ...headers, 'last-event-id': '0' },
    })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    const first = (await reader?.read())?.value ?? ''
    // Of several changes of one reader the newest is enough.
    expect(first).toMatch(/^event: reader\n/)
    expect(first).toMatch(/data: \{"id":"elx".*"state":"done"/)
    expect(first).toMatch(/id: \d+\n\n$/)
    await reader?.cancel()
    await end()
  })
})
