import http from 'node:http'
import https from 'node:https'
import net from 'node:net'
import { text } from 'node:stream/consumers'

/** What came back over the wire. */
export interface WireAnswer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
  /** SHA-256 of the server's certificate; empty without TLS. */
  readonly fingerprint: string
}

export interface WireRequest {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Certificates that are trusted, as PEM. */
  readonly ca?: string
}

/** One request over a socket of its own. */
export async function overTheWire(url: string, asked: WireRequest = {}): Promise<WireAnswer> {
  const { method = 'GET', headers = {}, body, ca } = asked
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const how = { method, headers, agent: false }
    const request = url.startsWith('https:')
      ? https.request(url, { ...how, ca }, resolve)
      : http.request(url, how, resolve)
    request.on('error', reject)
    request.end(body)
  })
  const { socket, statusCode = 0 } = response
  const fingerprint =
    'getPeerCertificate' in socket && typeof socket.getPeerCertificate === 'function'
      ? String(socket.getPeerCertificate().fingerprint256)
      : ''
  return { status: statusCode, headers: response.headers, body: await text(response), fingerprint }
}

/** Sends bytes to a port and gives everything that comes until the other end closes. */
export async function rawAnswer(port: number, bytes: string): Promise<string> {
  const socket = net.connect(port, '127.0.0.1')
  socket.on('connect', () => socket.write(bytes))
  // A closed connection is an answer too.
  return text(socket).catch(() => '')
}
