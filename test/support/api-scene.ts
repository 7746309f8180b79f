import { apiOf } from '../../src/web/app.ts'
import { ownDoor, type Door } from '../../src/web/door.ts'
import { PASSWORD, peopleScene } from './people-scene.ts'
import { fillStore } from './sample-store.ts'
import { atDesk } from './staffed-scene.ts'

/** The token of `api.json`. */
export const TOKEN = 'token-of-the-test'

export interface Sent {
  readonly body?: unknown
  /** Headers that differ from those of a good request; `authorization: ''` shows no token. */
  readonly more?: Readonly<Record<string, string>>
}

/** A running daemon, and requests to its API without a socket. */
export async function apiAtDesk(door: Door = ownDoor(TOKEN)) {
  const staffed = await atDesk({ trigger: 'listen' })
  const { people, settle, store, folder } = peopleScene()
  fillStore(folder)
  const app = apiOf({ ...staffed.shown, store, people, door })
  const headers = { host: '127.0.0.1:7437', authorization: `Bearer ${TOKEN}` }
  const send = async (method: string, path: string, { body, more = {} }: Sent = {}) => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const json = { 'content-type': 'application/json' }
    return app.request(path, { method, headers: { ...headers, ...json, ...more }, ...sent })
  }
  const ask = async (method: string, path: string, sent: Sent = {}) => {
    const response = await send(method, path, sent)
    const answer: unknown = await response.json()
    return { status: response.status, answer }
  }
  return {
    ...staffed,
    app,
    /** What the API looks at, beside the daemon's own, and its folder. */
    store,
    folder,
    people,
    settle,
    headers,
    send,
    ask,
    /** A bearer token of an account that `settle` made. */
    bearerOf: async (user: string): Promise<Readonly<Record<string, string>>> => {
      const { token } = await people.login({ user, password: PASSWORD, via: 'bearer' })
      return { authorization: `Bearer ${token}` }
    },
    end: async () => {
      await staffed.end()
      store.close()
    },
  }
}
