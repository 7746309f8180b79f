import type { Server, ServerOptions } from 'node:http'
import { createServer as createTlsServer } from 'node:https'

import { createAdaptorServer } from '@hono/node-server'

import { AssaydError } from '../core/errors.ts'
import type { Keyed } from './certificate.ts'

/** What answers a request. */
export type Answer = Parameters<typeof createAdaptorServer>[0]['fetch']

/** Where to listen; with a certificate by TLS alone. */
export interface Place {
  readonly host: string
  readonly port: number
  readonly certificate: Keyed | null
}

/** A server that listens. */
export interface Listening {
  readonly url: string
  close(): Promise<void>
}

/** So many at a time; a browser takes six, and each listener to events one. */
const CONNECTIONS_MAX = 128
/** Whoever takes longer to ask keeps a place that others need. */
const LIMITS: ServerOptions = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  maxHeaderSize: 16 * 1024,
  connectionsCheckingInterval: 1_000,
}
const HEADERS_MAX = 64
const HANDSHAKE_MS = 10_000

/**
 * Listens with limits on what one connection may take; tests take shorter ones. Rejects with
 * AssaydError `api-listen`.
 */
export async function listenAt(
  place: Place,
  fetch: Answer,
  limits: ServerOptions = {},
): Promise<Listening> {
  const server = serverFor(place, fetch, { ...LIMITS, ...limits })
  server.maxConnections = CONNECTIONS_MAX
  server.maxHeadersCount = HEADERS_MAX
  const port = await listening(server, place)
  const { host, certificate } = place
  const scheme = certificate === null ? 'http' : 'https'
  return {
    url: `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => void server.close(resolve))
    },
  }
}

function serverFor({ certificate }: Place, fetch: Answer, limits: ServerOptions): Server {
  const made =
    certificate === null
      ? createAdaptorServer({ fetch, serverOptions: limits })
      : createAdaptorServer({
          fetch,
          createServer: createTlsServer,
          serverOptions: {
            ...limits,
            cert: certificate.cert,
            key: certificate.key,
            minVersion: 'TLSv1.2',
            handshakeTimeout: HANDSHAKE_MS,
          },
        })
  if (!isHttpServer(made)) throw new TypeError('Expected a server of HTTP/1.1.')
  return made
}

function isHttpServer(server: object): server is Server {
  return 'closeAllConnections' in server
}

/** The port that was taken. */
function listening(server: Server, { host, port }: Place): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      const message = `Unable to listen at ${host} port ${port}: ${cause.message}.`
      const hint = 'Another program may listen there; give `api: port` another number, or 0.'
      reject(new AssaydError('api-listen', message, { hint, cause }))
    })
    server.listen(port, host, () => {
      const at = server.address()
      resolve(typeof at === 'object' && at !== null ? at.port : port)
    })
  })
}
