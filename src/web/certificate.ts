import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { isIPv4 } from 'node:net'

import { bits, moment, octets, oid, sequence, set, tagged, text, truth, whole } from './der.ts'

/** A certificate and its key, as PEM. */
export interface Keyed {
  readonly cert: string
  readonly key: string
}

const DAY_MS = 86_400_000
/** Browsers refuse certificates that are valid for longer. */
const VALID_MS = 825 * DAY_MS
const SERIAL_BYTES = 16
const ECDSA_SHA256 = '1.2.840.10045.4.3.2'

/**
 * A certificate that vouches for itself, for the names and addresses a daemon goes by (RFC 5280,
 * version 3, ECDSA on P-256). Whoever meets it first must compare its fingerprint.
 */
export function selfSigned(names: readonly string[], fromMs: number): Keyed {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = sequence(oid(ECDSA_SHA256))
  const name = sequence(set(sequence(oid('2.5.4.3'), text(`assayd at ${names[0] ?? 'this PC'}`))))
  const body = sequence(
    tagged(0xa0, whole(Buffer.from([2]))),
    // The highest bit is cleared and the lowest of the first byte set: positive and never short.
    whole(serial()),
    algorithm,
    name,
    // An hour back, for browsers whose clock is behind.
    sequence(moment(fromMs - 3_600_000), moment(fromMs + VALID_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensionsFor(names))),
  )
  const signed = sequence(body, algorithm, bits(sign('sha256', body, privateKey)))
  const lines = signed.toString('base64').replaceAll(/.{64}(?=.)/g, '$&\n')
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

function serial(): Buffer {
  const bytes = randomBytes(SERIAL_BYTES)
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x01
  return bytes
}

function extensionsFor(names: readonly string[]): readonly Buffer[] {
  const extension = (id: string, isCritical: boolean, value: Buffer): Buffer =>
    sequence(oid(id), ...(isCritical ? [truth()] : []), octets(value))
  return [
    // It signs no other certificate, only handshakes, and only those of a server.
    extension('2.5.29.19', true, sequence()),
    extension('2.5.29.15', true, bits(Buffer.from([0x80]), 7)),
    extension('2.5.29.37', false, sequence(oid('1.3.6.1.5.5.7.3.1'))),
    extension('2.5.29.17', false, sequence(...names.map(alternative))),
  ]
}

/** A name is written as it is, an address as its bytes. */
function alternative(name: string): Buffer {
  if (isIPv4(name)) return tagged(0x87, Buffer.from(name.split('.').map(Number)))
  if (name.startsWith('[')) return tagged(0x87, bytesOfIpv6(name.slice(1, -1)))
  return tagged(0x82, Buffer.from(name, 'ascii'))
}

function bytesOfIpv6(address: string): Buffer {
  const [head = '', tail = ''] = address.split('::')
  const groups = (part: string): readonly string[] => (part === '' ? [] : part.split(':'))
  const [first, last] = [groups(head), groups(tail)]
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => '0')
  const all = address.includes('::') ? [...first, ...zeros, ...last] : first
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex')
}
