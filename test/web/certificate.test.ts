import { X509Certificate } from 'node:crypto'
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import type { NetworkSettings } from '../../src/ports/settings.ts'
import { selfSigned } from '../../src/web/certificate.ts'
import { certificateFor } from '../../src/web/tls-files.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const NOW_MS = Date.UTC(2026, 10, 23, 6)
const DAY_MS = 86_400_000
const NAMES = ['lab-pc.example', '192.168.7.20', '[fd00::7:1]']

describe('A certificate of the daemon’s own', () => {
  const certificate = new X509Certificate(selfSigned(NAMES, NOW_MS).cert)

  it('is one that OpenSSL reads, signed by its own key', () => {
    expect(certificate.verify(certificate.publicKey)).toBe(true)
    expect(certificate.subject).toBe('CN=assayd at lab-pc.example')
    expect(certificate.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' })
    expect(certificate.ca).toBe(false)
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
  })

  it('is for its names and addresses, and for no other', () => {
    expect(certificate.checkHost('lab-pc.example')).toBe('lab-pc.example')
    expect(certificate.checkHost('other.example')).toBeUndefined()
    expect(certificate.checkIP('192.168.7.20')).toBe('192.168.7.20')
    expect(certificate.checkIP('fd00::7:1')).toBe('fd00::7:1')
    expect(certificate.checkIP('192.168.7.21')).toBeUndefined()
  })

  it('is valid from now on for two years and a little', () => {
    expect(Date.parse(certificate.validFrom)).toBe(NOW_MS - 3_600_000)
    expect(Date.parse(certificate.validTo)).toBe(NOW_MS + 825 * DAY_MS)
    const late = new X509Certificate(selfSigned(NAMES, Date.UTC(2049, 0, 1)).cert)
    expect(Date.parse(late.validTo)).toBe(Date.UTC(2049, 0, 1) + 825 * DAY_MS)
  })

  it('always has a number of its own', () => {
    const numbers = Array.from({ length: 50 }, () => {
      return new X509Certificate(selfSigned(['a'], NOW_MS).cert).serialNumber
    })
    expect(new Set(numbers).size).toBe(50)
    for (const number of numbers) expect(number).toMatch(/^[0-9A-F]{32}$/)
  })
})

const generated = (names = NAMES): NetworkSettings => ({
  host: '0.0.0.0',
  port: 0,
  names,
  tls: 'generated',
})

describe('The certificate of the data folder', () => {
  it('is made once, for its owner’s eyes alone', () => {
    const dataFolder = temporaryFolder()
    const made = certificateFor(generated(), { dataFolder, nowMs: NOW_MS })
    const later = certificateFor(generated(), { dataFolder, nowMs: NOW_MS + 700 * DAY_MS })
    expect(later).toMatchObject({ fingerprint: made.fingerprint })
    expect(statSync(join(dataFolder, 'tls.pem')).mode & 0o777).toBe(0o600)
  })

  it('is made anew for other names, and a month before it runs out', () => {
    const dataFolder = temporaryFolder()
    const prints = [
      certificateFor(generated(), { dataFolder, nowMs: NOW_MS }),
      certificateFor(generated(['other.example']), { dataFolder, nowMs: NOW_MS }),
      certificateFor(generated(['other.example']), { dataFolder, nowMs: NOW_MS + 800 * DAY_MS }),
    ].map(({ fingerprint }) => fingerprint)
    expect(new Set(prints).size).toBe(3)
  })

  it('is refused when its files are not what they should be', () => {
    const folder = temporaryFolder()
    const [one, other] = [selfSigned(NAMES, NOW_MS), selfSigned(NAMES, NOW_MS)]
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
    const given = () =>
      certificateFor({ ...generated(), tls: { cert, key } }, { dataFolder: folder, nowMs: NOW_MS })
    expect(given).toThrow('cannot be read')
    writeFileSync(cert, one.cert)
    writeFileSync(key, other.key)
    expect(given).toThrow('no certificate with its private key')
    writeFileSync(key, one.key)
    expect(given().fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
  })
})
