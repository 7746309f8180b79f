import { AssaydError } from '../core/errors.ts'

/** Where a TCP port is. */
export interface TcpAddress {
  /** A name or an address; IPv6 without brackets. */
  readonly host: string
  readonly tcpPort: number
}

const HIGHEST_TCP_PORT = 65_535

/**
 * Reads `tcp://host:port`, IPv6 in brackets. Port 0 asks for any free one and makes sense only
 * where `listening`. Throws AssaydError `port-address`.
 */
export function parseTcpAddress(text: string, { listening = false } = {}): TcpAddress {
  const match = /^tcp:\/\/(?:\[([0-9a-fA-F:.]+)\]|([^\s:/@[\]?#]+)):(\d{1,5})$/.exec(text)
  const host = match?.[1] ?? match?.[2]
  const tcpPort = Number(match?.[3])
  const isInRange = tcpPort <= HIGHEST_TCP_PORT && (tcpPort > 0 || listening)
  if (host !== undefined && isInRange) return { host, tcpPort }
  const ports = `${listening ? 0 : 1} to ${HIGHEST_TCP_PORT}`
  throw new AssaydError('port-address', `Unrecognized TCP address '${text}'.`, {
    hint: `Write tcp://host:port with a port from ${ports}, for example tcp://192.168.0.20:4001.`,
  })
}

/** `tcp://host:port`, as `parseTcpAddress` reads it. */
export function tcpText({ host, tcpPort }: TcpAddress): string {
  return `tcp://${host.includes(':') ? `[${host}]` : host}:${tcpPort}`
}
