import type { CaptureHeader, LineEvent, NamedSheet } from '../ports/capture.ts'

/**
 * The text of a capture: JSON Lines, one event a line, made to be read and searched as it is:
 *
 *     {"capture":1,"id":"…","reader":"elx808","driver":"biotek-elx","port":"COM3","startedAt":"…"}
 *     {"ms":0.412,"opened":"9600 baud"}
 *     {"ms":3.118,"sent":"6f","text":"o"}
 *     {"ms":9.730,"received":"06 30 30 30 30 03","text":"␆0000␃"}
 *     {"ms":9.812,"identified":"ELx808, serial number 4711"}
 *     {"ms":10.377,"asked":"a plate at 450 nm","sheets":[{"plate":"IL6-07","sha256":"9f…"}]}
 *     {"ms":10.391,"resumed":"!CLEAR DATA; !WAVELENGTH 450"}
 *     {"ms":2418.02,"ended":""}
 *     {"ms":3009.731,"silence":true}
 *     {"ms":3010.002,"closed":"the device is gone"}
 *
 * `ms` counts from `startedAt`. `text` is there for people and is not read back. `sheets` are the
 * run sheets that waited for the plate; they are not there where older versions wrote the line, nor
 * of a read that is resumed.
 */
const CAPTURE_VERSION = 1

const HEADER_FIELDS = ['id', 'reader', 'driver', 'port', 'startedAt'] as const
/** Events that are told by a note. */
const NOTED = ['opened', 'identified', 'asked', 'resumed', 'ended', 'closed'] as const
const SHA256 = /^[0-9a-f]{64}$/
const HEX_BYTES = /^(?:[0-9a-f]{2}(?: [0-9a-f]{2})*)?$/

export function headerLine(header: CaptureHeader): string {
  const { id, reader, driver, port, settings, awaitsIdentity, startedAt } = header
  const own = { id, reader, driver, port, settings, awaitsIdentity, startedAt }
  const fields = { capture: CAPTURE_VERSION, ...own }
  return `${JSON.stringify(fields)}\n`
}

export function eventLine(event: LineEvent): string {
  return `{"ms":${event.atMs.toFixed(3)},${eventFields(event)}}\n`
}

function eventFields(event: LineEvent): string {
  switch (event.kind) {
    case 'sent':
    case 'received': {
      const text = JSON.stringify(textFromBytes(event.bytes))
      return `"${event.kind}":"${hexFromBytes(event.bytes)}","text":${text}`
    }
    case 'opened':
    case 'identified':
    case 'resumed':
    case 'ended':
    case 'closed':
      return `"${event.kind}":${JSON.stringify(event.note)}`
    case 'asked': {
      const sheets = event.sheets === undefined ? '' : `,"sheets":${JSON.stringify(event.sheets)}`
      return `"asked":${JSON.stringify(event.note)}${sheets}`
    }
    case 'silence':
      return '"silence":true'
  }
}

/** The header a line holds, or a string that says what is wrong with it. */
export function headerFromLine(line: string): CaptureHeader | string {
  const fields = objectFromJson(line)
  if (fields === undefined || !('capture' in fields)) return 'expected the header of a capture'
  if (fields['capture'] !== CAPTURE_VERSION) {
    const found = JSON.stringify(fields['capture'])
    return `expected a capture of version ${CAPTURE_VERSION}, found ${found}`
  }
  const missing = HEADER_FIELDS.filter((name) => typeof fields[name] !== 'string')
  if (missing.length > 0) return `expected text in the header for ${missing.join(', ')}`
  const text = (name: (typeof HEADER_FIELDS)[number]): string => String(fields[name])
  return {
    id: text('id'),
    reader: text('reader'),
    driver: text('driver'),
    port: text('port'),
    ...('settings' in fields ? { settings: fields['settings'] } : {}),
    ...(fields['awaitsIdentity'] === true ? { awaitsIdentity: true as const } : {}),
    startedAt: text('startedAt'),
  }
}

/** The event a line holds, or a string that says what is wrong with it. */
export function eventFromLine(line: string): LineEvent | string {
  const fields = objectFromJson(line)
  if (fields === undefined) return `expected an event, found '${line.slice(0, 60)}'`
  const { ms: atMs, sent, received, silence } = fields
  if (typeof atMs !== 'number') return `expected a time in "ms", found ${JSON.stringify(atMs)}`
  if (sent !== undefined) return bytesEvent('sent', atMs, sent)
  if (received !== undefined) return bytesEvent('received', atMs, received)
  for (const kind of NOTED) {
    const note = fields[kind]
    if (typeof note !== 'string') continue
    return kind === 'asked' ? askedEvent({ kind, atMs, note }, fields) : { kind, atMs, note }
  }
  if (silence === true) return { kind: 'silence', atMs }
  const kinds = `sent, received, silence, ${NOTED.join(', ')}`
  return `expected one of ${kinds}, found '${line.slice(0, 60)}'`
}

function askedEvent(
  asked: Extract<LineEvent, { kind: 'asked' }>,
  { sheets }: Readonly<Record<string, unknown>>,
): LineEvent | string {
  if (sheets === undefined) return asked
  if (Array.isArray(sheets) && sheets.every(isNamedSheet)) return { ...asked, sheets }
  const found = JSON.stringify(sheets).slice(0, 60)
  return `expected run sheets with "plate" and "sha256" in "sheets", found ${found}`
}

function isNamedSheet(value: unknown): value is NamedSheet {
  if (!isRecord(value)) return false
  const { plate, sha256 } = value
  return typeof plate === 'string' && typeof sha256 === 'string' && SHA256.test(sha256)
}

function bytesEvent(kind: 'sent' | 'received', atMs: number, hex: unknown): LineEvent | string {
  if (typeof hex === 'string' && HEX_BYTES.test(hex)) {
    return { kind, atMs, bytes: new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex')) }
  }
  return `expected bytes like "06 1a" in "${kind}", found ${JSON.stringify(hex).slice(0, 60)}`
}

function objectFromJson(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return isRecord(value) ? value : undefined
  } catch {
    // The caller says which line is damaged; what the parser stumbled over adds nothing to that.
    return undefined
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function hexFromBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
}

/** Control bytes as their Unicode pictures, printable ASCII as it is, the rest as dots. */
function textFromBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => {
    if (byte < 0x20) return String.fromCodePoint(0x2400 + byte)
    if (byte === 0x7f) return '␡'
    return byte < 0x7f ? String.fromCodePoint(byte) : '·'
  }).join('')
}
