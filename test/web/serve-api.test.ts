import { readFileSync, statSync } from 'node:fs'
import net from 'node:net'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { ServedApi } from '../../src/ports/api.ts'
import { listenAt } from '../../src/web/listen.ts'
import { serveApi } from '../../src/web/serve-api.ts'
import { PASSWORD, peopleScene, type PeopleScene } from '../support/people-scene.ts'
import { atDesk, type StaffedScene } from '../support/staffed-scene.ts'
import { overTheWire, rawAnswer } from '../support/wire-client.ts'

let staffed: StaffedScene
let scene: PeopleScene
let served: ServedApi | undefined

beforeEach(async () => {
  staffed = await atDesk({ trigger: 'listen' })
  scene = peopleScene()
})

afterEach(async () => {
  await served?.close()
  served = undefined
  await staffed.end()
  scene.store.close()
})

const NETWORK = {
  host: '127.0.0.1',
  port: 0,
  names: ['localhost', '127.0.0.1'],
  tls: 'generated',
} as const

/** The API on real sockets, with or without a door to the network. */
async function serve(network: typeof NETWORK | null) {
  const { people, store } = scene
  const { shown } = staffed
  const folders = { ...shown.settings.folders, data: scene.folder }
  const api = { host: '127.0.0.1', port: 0, network }
  served = await serveApi({
    ...shown,
    store,
    people,
    settings: { ...shown.settings, folders, api },
  })
  const address: unknown = JSON.parse(readFileSync(join(scene.folder, 'api.json'), 'utf8'))
  const token = String(Reflect.get(Object(address), 'token'))
  return { own: served.url, wide: served.network, bearer: { authorization: `Bearer ${token}` } }
}

const portOf = (url: string): number => Number(new URL(url).port)

/** The network door, with its certificate trusted. */
async function wideOpen() {
  await scene.settle('ada', 'admin')
  const { wide, bearer, own } = await serve(NETWORK)
  if (wide === null) throw new TypeError('Expected a door to the network.')
  const ca = readFileSync(join(scene.folder, 'tls.pem'), 'utf8')
  return { wide, bearer, own, ca, port: portOf(wide.url) }
}

describe('The address of the API', () => {
  it('is in a file for its owner alone, and listens on this machine alone', async () => {
    const { own, bearer } = await serve(null)
    expect(statSync(join(scene.folder, 'api.json')).mode & 0o777).toBe(0o600)
    expect(new URL(own).hostname).toBe('127.0.0.1')
    expect((await overTheWire(`${own}/api/v1/me`, { headers: bearer })).status).toBe(200)
    const other = net.connect(portOf(own), '127.0.0.2')
    await expect(
      new Promise((resolve, reject) => other.on('connect', resolve).on('error', reject)),
    ).rejects.toThrow('ECONNREFUSED')
  })
})

describe('A door to the network', () => {
  it('stays shut while nobody has an account', async () => {
    await expect(serve(NETWORK)).rejects.toMatchObject({ code: 'api-exposed' })
  })

  it('speaks TLS with the certificate whose fingerprint is told', async () => {
    const { wide, ca, bearer } = await wideOpen()
    const body = JSON.stringify({ user: 'ada', password: PASSWORD, kind: 'bearer' })
    const headers = { 'content-type': 'application/json' }
    const login = await overTheWire(`${wide.url}/api/v1/login`, {
      method: 'POST',
      headers,
      body,
      ca,
    })
    expect(login).toMatchObject({ status: 200, fingerprint: wide.fingerprint })
    const { token } = JSON.parse(login.body)
    const me = await overTheWire(`${wide.url}/api/v1/me`, {
      ca,
      headers: { authorization: `Bearer ${token}` },
    })
    expect(JSON.parse(me.body)).toMatchObject({ user: 'ada', role: 'admin' })
    const local = await overTheWire(`${wide.url}/api/v1/me`, { ca, headers: bearer })
    expect(local.status).toBe(401)
  })

  it('is trusted by nobody who was not told to', async () => {
    const { wide } = await wideOpen()
    await expect(overTheWire(`${wide.url}/api/v1/me`)).rejects.toThrow(/self-signed/)
  })

  it('answers nothing to plain HTTP, and nothing below TLS 1.2', async () => {
    const { port } = await wideOpen()
    expect(await rawAnswer(port, 'GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\n\r\n')).toBe('')
    const old = connectTls({
      port,
      host: '127.0.0.1',
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'ALL:@SECLEVEL=0',
      rejectUnauthorized: false,
    })
    await expect(
      new Promise((resolve, reject) => old.on('secureConnect', resolve).on('error', reject)),
    ).rejects.toThrow(/protocol version|unsupported protocol/)
  })
})

describe('One connection', () => {
  const forgiving = { limits: { headersTimeout: 100, connectionsCheckingInterval: 20 } }

  it('is closed when its headers do not come', async () => {
    const place = { host: '127.0.0.1', port: 0, certificate: null }
    const server = await listenAt(place, () => new Response('never'), forgiving.limits)
    const answer = await rawAnswer(portOf(server.url), 'GET / HTTP/1.1\r\nHost: loc')
    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
    await server.close()
  })

  it('is closed when its headers are too many bytes', async () => {
    const { own, bearer } = await serve(null)
    const headers = { ...bearer, 'x-long': 'x'.repeat(20_000) }
    const answer = await overTheWire(`${own}/api/v1/me`, { headers })
    expect(answer.status).toBe(431)
  })

  it('may not bring more than an order needs', async () => {
    const { own, bearer } = await serve(null)
    const headers = { ...bearer, 'content-type': 'application/json' }
    const body = JSON.stringify({ assay: 'x'.repeat(100_000) })
    const answer = await overTheWire(`${own}/api/v1/readers/elx/order`, {
      method: 'POST',
      headers,
      body,
    })
    expect(answer.status).toBe(400)
  })

  it('gets answers that no cache keeps', async () => {
    const { own, bearer } = await serve(null)
    const answer = await overTheWire(`${own}/api/v1/me`, { headers: bearer })
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
    })
  })
})
