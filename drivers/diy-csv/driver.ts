import {
  type Driver,
  type DriverFacts,
  driverSettings,
  type Identity,
  type Line,
  ReaderError,
  type ReadRequest,
} from '../../src/driver-kit.ts'

import { createDecoder } from './decoder.ts'
import { commandBytes, dialectOf } from './dialects.ts'
import { rangeOf } from './light.ts'
import { type Dialect, type DiySettings, schema } from './settings.ts'

const HELLO_LIMITS = { firstByteMs: 2_000, quietMs: 1_000 }
const HELLO_ATTEMPTS = 3
/** Opening the port resets an Arduino; its own loader has the line for so long. */
const STARTUP_MS = 2_000
/** Scanning a plate takes such a reader some ten seconds, in which it says nothing. */
const SCAN_MS = 120_000
const QUIET_MS = 30_000

/** A home-made reader, as its settings describe it. */
export const driver: Driver = driverFor(schema.parse(undefined))

function driverFor(settings: DiySettings): Driver {
  const dialect = dialectOf(settings)
  return {
    facts: factsFor(settings, dialect),
    settings: driverSettings(schema, driverFor),
    // No firmware of the published ones listens while it scans.
    abort: null,
    decoder: () => createDecoder(settings, dialect),
    greet: (line) => greet(line, { settings, dialect }),
    read: (line, request) => read(line, request, { settings, dialect }),
  }
}

function factsFor(settings: DiySettings, dialect: Dialect): DriverFacts {
  const { baud, start, hello, end, pauseMs } = dialect
  return {
    id: 'diy-csv',
    name: 'home-made line reader',
    models: ['UBC capstone', 'OPSpec', 'Miriam', 'any that its settings describe'],
    maturity: 'draft',
    sources: [
      'github.com/UBC-MECH2024-Capstone-Team14: Protocol at c70e1cb, Firmware at 088e06e',
      'github.com/lepton-7/Open-Plate-Spectrophotometer at 08ab7b5: firmware and script',
      'github.com/miroculus/Miriam at add948f: Serial_003',
    ],
    lines: [
      {
        baud,
        dataBits: 8,
        parity: 'none',
        stopBits: 1,
        flowControl: 'none',
        dtr: true,
        rts: true,
      },
    ],
    commands: {
      ...(hello === undefined ? {} : { hello: 'safe' }),
      ...(start === undefined ? {} : { read: 'moves-plate' }),
    },
    abilities: {
      starts: start === undefined ? 'at-reader' : 'by-command',
      wavelengthsMax: settings.light === undefined ? 0 : 1,
      od: rangeOf(settings.light),
      marksOverflow: true,
    },
    unaskedQuietMs: end === 'pause' ? pauseMs : QUIET_MS,
  }
}

interface Described {
  readonly settings: DiySettings
  readonly dialect: Dialect
}

/** Asks the harmless question, if the reader has one; without it nobody is asked. */
async function greet(line: Line, described: Described): Promise<Identity | undefined> {
  const { dialect, settings } = described
  await line.pause(STARTUP_MS)
  const identity = identityOf(settings)
  if (dialect.hello === undefined) return identity
  const question = commandBytes(dialect.hello.say, dialect)
  for (let attempt = 1; attempt <= HELLO_ATTEMPTS; attempt += 1) {
    const { outcome } = await line.ask(question, HELLO_LIMITS)
    if (outcome === 'answered') return identity
  }
  return undefined
}

function identityOf({ reader, wavelengthNm }: DiySettings): Identity {
  return {
    model: reader === 'own' ? 'home-made reader' : reader,
    version: '',
    serialNumber: '',
    features: {},
    wavelengthsNm: wavelengthNm === undefined ? [] : [wavelengthNm],
  }
}

/** Has the reader scan one plate. Rejects with ReaderError. */
async function read(line: Line, request: ReadRequest, described: Described): Promise<void> {
  const { dialect } = described
  if (dialect.start === undefined)
    throw unsuited('A plate is sent from the reader itself, at its key.')
  checkRequest(request, described)
  const quietMs = dialect.end === 'pause' ? dialect.pauseMs : QUIET_MS
  const limits = { firstByteMs: SCAN_MS, quietMs }
  const reply = await line.ask(commandBytes(dialect.start, dialect), limits)
  if (reply.outcome === 'answered') return
  if (reply.outcome === 'refused') {
    throw new ReaderError('reader-refused', `The reader refused to scan: '${reply.status}'.`, {
      hint: 'Check that its firmware is the one its settings describe.',
    })
  }
  const { fault } = reply
  if (fault === undefined) {
    throw new ReaderError('reader-silent', 'The reader did not answer its start command in time.', {
      hint: 'Check that the reader is on and the cable is in.',
      retryable: true,
    })
  }
  const { code, message, hint, bytes } = fault
  const retryable = code !== 'reader-undescribed'
  throw new ReaderError(code, message, { hint, bytes, retryable })
}

function checkRequest(request: ReadRequest, { settings, dialect }: Described): void {
  const { wavelengthNm } = settings
  const [first, second] = request.wavelengthsNm
  const isOther = wavelengthNm !== undefined && (first !== wavelengthNm || second !== undefined)
  if (isOther)
    throw unsuited(`It reads at ${wavelengthNm} nm, not at ${request.wavelengthsNm.join(', ')} nm.`)
  if (request.format !== Number(dialect.wells))
    throw unsuited(`It reads plates of ${dialect.wells} wells, not of ${request.format}.`)
  if (request.kinetic !== null) throw unsuited('It has no kinetic read.')
  if (request.rows !== null || request.columns !== null)
    throw unsuited('It reads whole plates alone.')
}

function unsuited(message: string): ReaderError {
  return new ReaderError('reader-unsuited', message, {
    hint: "Compare the assay and the trigger with what the reader's settings describe.",
  })
}
