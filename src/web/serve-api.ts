import { randomBytes } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { join } from 'node:path'

import { createAdaptorServer } from '@hono/node-server'

import { AssaydError } from '../core/errors.ts'
import type { ApiAddress, ApiOptions, ServedApi } from '../ports/api.ts'
import { apiOf } from './app.ts'
import { ownDoor } from './door.ts'

const TOKEN_BYTES = 32

/**
 * Puts the desk on the network of this machine, and says in `api.json` of the data folder where it
 * is and with which token it may be asked; only the user of the daemon may read that file. Rejects
 * with AssaydError `api-listen`.
 */
export async function serveApi(options: ApiOptions): Promise<ServedApi> {
  const { settings } = options
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  const app = apiOf({ ...options, door: ownDoor(token) })
  const server = createAdaptorServer({ fetch: app.fetch })
  if (!isHttpServer(server)) throw new TypeError('Expected a server of HTTP/1.1.')
  const url = await listen(server, settings.api)
  const file = join(settings.folders.data, 'api.json')
  const address: ApiAddress = { url, token, pid: process.pid }
  rmSync(file, { force: true })
  writeFileSync(file, `${JSON.stringify(address, null, 2)}\n`, { mode: 0o600 })
  return {
    url,
    close: async () => {
      rmSync(file, { force: true })
      server.closeAllConnections()
      await new Promise((resolve) => void server.close(resolve))
    },
  }
}

function isHttpServer(server: object): server is Server {
  return 'closeAllConnections' in server
}

function listen(server: Server, { host, port }: ApiOptions['settings']['api']): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      const message = `Unable to listen at ${host} port ${port}: ${cause.message}.`
      const hint = 'Another program may listen there; give `api: port` another number, or 0.'
      reject(new AssaydError('api-listen', message, { hint, cause }))
    })
    server.listen(port, host, () => {
      const at = server.address()
      const taken = typeof at === 'object' && at !== null ? at.port : port
      resolve(`http://${host.includes(':') ? `[${host}]` : host}:${taken}`)
    })
  })
}
