import { X509Certificate, createPrivateKey } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { AssaydError } from '../core/errors.ts'
import type { NetworkSettings } from '../ports/settings.ts'
import { selfSigned, type Keyed } from './certificate.ts'

/** A certificate with what people compare it by. */
export interface Certified extends Keyed {
  /** SHA-256 of the certificate, `AB:CD:…`, as browsers show it. */
  readonly fingerprint: string
}

const RENEW_MS = 30 * 86_400_000
const GENERATED = 'tls.pem'

/**
 * The certificate of the configuration, or one of the daemon's own, which is made when it is first
 * needed, when the names change, and a month before it runs out. Throws AssaydError `tls-unusable`.
 */
export function certificateFor(
  { tls, names }: NetworkSettings,
  { dataFolder, nowMs }: { readonly dataFolder: string; readonly nowMs: number },
): Certified {
  if (tls !== 'generated') return fitting(read(tls.cert), read(tls.key), tls.cert)
  const file = join(dataFolder, GENERATED)
  if (existsSync(file)) {
    const text = read(file)
    const kept = fitting(text, text, file)
    if (isGood(kept, names, nowMs)) return kept
  }
  const made = selfSigned(names, nowMs)
  write(file, made)
  return fitting(made.cert, made.key, file)
}

/** For those names and no others, and not about to run out. */
function isGood({ cert }: Keyed, names: readonly string[], nowMs: number): boolean {
  const { subjectAltName, validTo } = new X509Certificate(cert)
  const wanted = new X509Certificate(selfSigned(names, nowMs).cert).subjectAltName
  return subjectAltName === wanted && Date.parse(validTo) - nowMs > RENEW_MS
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw unusable(file, 'cannot be read', cause)
  }
}

function fitting(cert: string, key: string, file: string): Certified {
  try {
    const certificate = new X509Certificate(cert)
    if (!certificate.checkPrivateKey(createPrivateKey(key))) throw new RangeError('other key')
    return { cert, key, fingerprint: certificate.fingerprint256 }
  } catch (cause) {
    throw unusable(file, 'and its key are no certificate with its private key as PEM', cause)
  }
}

/** Whole or not at all, and for nobody else to read. */
function write(file: string, { cert, key }: Keyed): void {
  try {
    mkdirSync(join(file, '..'), { recursive: true })
    writeFileSync(`${file}.partial`, `${cert}${key}`, { mode: 0o600 })
    renameSync(`${file}.partial`, file)
  } catch (cause) {
    throw unusable(file, 'cannot be written', cause)
  }
}

function unusable(file: string, what: string, cause: unknown): AssaydError {
  return new AssaydError('tls-unusable', `'${file}' ${what}.`, {
    hint: 'Name other files under `api: network: tls`, or let it be `generated`.',
    cause,
  })
}
