import type { ReaderFault } from '../../src/driver-kit.ts'

import type { Status } from './status.ts'

// The reader's own error table. Source: ELx808 Operator's Manual, appendix "Computer Control"
// (codes, meanings, fatal or not). What the operator should do is our advice, not the manual's.

/** What a digit of an error code tells beside the error itself. */
type Detail = 'motor' | 'filter' | 'test' | 'device' | 'channel' | 'unknown'

interface Entry {
  readonly code: string
  readonly meaning: string
  readonly hint: string
  /** What the last digit tells; the table's code has 0 there. */
  readonly last?: Detail
  /** What the next-to-last digit tells. */
  readonly nextToLast?: Detail
}

const POWER = 'Switch the reader off, wait ten seconds, switch it on, and let its self-test end.'
const MECHANICS =
  'Check that the plate lies flat and nothing blocks the carrier, then run the self-test.'
const OPTICS = 'Check the lamp and the filters, run the self-test, then read again.'
const SERVICE = 'Run the self-test; if it fails again, call service.'
const DEFINITION = 'Check the wavelengths and the kinetic settings of the assay against the reader.'
const NOT_IN_SOURCES = 'an error whose meaning our sources do not give'

const FATAL: readonly Entry[] = [
  { code: 'A100', meaning: 'task block failure', hint: POWER },
  { code: 'A200', meaning: 'a read is already in progress', hint: POWER },
  { code: 'A300', meaning: 'a device is not available', hint: POWER, last: 'device' },
  { code: 'A400', meaning: 'checksum failure in the reader', hint: POWER },
  { code: 'A500', meaning: NOT_IN_SOURCES, hint: POWER },
  { code: 'A600', meaning: 'data flash failure', hint: POWER },
  { code: 'A700', meaning: 'data flash failure', hint: POWER },
  { code: 'A800', meaning: 'code flash failure', hint: POWER },
  { code: 'A900', meaning: 'heap failure', hint: POWER },
]

const NON_FATAL: readonly Entry[] = [
  {
    code: '0100',
    meaning: 'the read was aborted',
    hint: 'Somebody pressed STOP or halted the reader; start the read again.',
  },
  { code: '0200', meaning: 'a motor found no sensor', hint: MECHANICS, last: 'motor' },
  { code: '0300', meaning: 'a motor found no beam', hint: MECHANICS, last: 'motor' },
  { code: '0400', meaning: 'a motor failed its position check', hint: MECHANICS, last: 'motor' },
  { code: '0500', meaning: 'the A/D converter is saturated', hint: OPTICS, last: 'test' },
  { code: '0600', meaning: 'gain out of range', hint: OPTICS, last: 'filter' },
  { code: '0700', meaning: 'noise too high', hint: OPTICS, nextToLast: 'channel' },
  { code: '0800', meaning: 'offset out of range', hint: OPTICS, nextToLast: 'channel' },
  {
    code: '0900',
    meaning: 'dark reading out of range',
    hint: OPTICS,
    nextToLast: 'channel',
    last: 'filter',
  },
  {
    code: '0A00',
    meaning: 'air or blank reading out of range',
    hint: OPTICS,
    nextToLast: 'channel',
    last: 'filter',
  },
  { code: '0B00', meaning: 'bad assay number', hint: DEFINITION },
  { code: '0C00', meaning: 'the printer did not answer in time', hint: 'Check the printer.' },
  { code: '0D00', meaning: 'calibration checksum failure', hint: SERVICE },
  {
    code: '0E00',
    meaning: "a wavelength is not in the reader's table",
    hint: "Use one of the reader's own wavelengths, or correct its wavelength table.",
    last: 'filter',
  },
  {
    code: '0F00',
    meaning: 'filter signal out of range',
    hint: OPTICS,
    nextToLast: 'channel',
    last: 'filter',
  },
  { code: '1000', meaning: 'configuration data missing', hint: SERVICE },
  { code: '1100', meaning: 'configuration checksum failure', hint: SERVICE },
  { code: '1200', meaning: 'calibration data missing', hint: SERVICE },
  { code: '1300', meaning: 'a motor is not at its home position', hint: MECHANICS, last: 'motor' },
  { code: '1500', meaning: 'incubator failure', hint: 'Check the incubator, then read again.' },
  { code: '1600', meaning: 'assay definition error', hint: DEFINITION },
  { code: '1700', meaning: 'the kinetic interval is too short', hint: DEFINITION },
  { code: '1800', meaning: 'too many kinetic intervals', hint: DEFINITION },
  { code: '1900', meaning: 'the reader is out of memory', hint: POWER },
  { code: '1A00', meaning: 'curve calculation failure', hint: SERVICE },
  { code: '1B00', meaning: 'curve calculation failure', hint: SERVICE },
  { code: '1C00', meaning: 'the A/D converter did not start', hint: SERVICE },
  { code: '1D00', meaning: 'results data failure', hint: SERVICE },
  { code: '1E00', meaning: 'clock failure', hint: SERVICE },
  { code: '1F00', meaning: 'filters overlap', hint: SERVICE },
  {
    code: '2000',
    meaning: 'no barcode was found',
    hint: 'Check that the plate has a barcode and faces the scanner.',
  },
  { code: '2100', meaning: 'invalid parameter', hint: DEFINITION },
  { code: '2200', meaning: 'photomultiplier failure', hint: SERVICE },
  // The code seen on a real reader is 2331 or 2332; what its next-to-last digit tells is not known.
  {
    code: '2300',
    meaning: 'lamp failure',
    hint: 'Check or replace the lamp, then run the self-test.',
    nextToLast: 'unknown',
    last: 'test',
  },
  { code: '2400', meaning: NOT_IN_SOURCES, hint: SERVICE, last: 'motor' },
  { code: '2500', meaning: NOT_IN_SOURCES, hint: SERVICE },
  { code: '2600', meaning: NOT_IN_SOURCES, hint: SERVICE },
  { code: '2700', meaning: NOT_IN_SOURCES, hint: SERVICE },
  { code: '2800', meaning: NOT_IN_SOURCES, hint: SERVICE, last: 'motor' },
]

/** The letters of a 312 status, its one digit that matters. */
const STATUS_312: Readonly<Record<string, Omit<ReaderFault, 'fatal'>>> = {
  '8': { meaning: 'instrument failure', hint: 'Run the self-test, then read again.' },
  '9': { meaning: 'assay, scan or table definition error', hint: DEFINITION },
  A: { meaning: 'well range error', hint: 'Check the rows and columns that are to be read.' },
  B: { meaning: 'incubator setpoint error', hint: 'Check the temperature set on the reader.' },
  C: { meaning: 'incubator temperature error', hint: 'Let the incubator settle, then read again.' },
  E: { meaning: 'barcode error', hint: 'Check that the plate has a barcode facing the scanner.' },
}

const MOTORS = ['carrier', 'filter wheel', 'robot door']
const LAMP_TESTS: Readonly<Record<string, string>> = { '1': '5 V', '2': '24 V' }

/** Every code of the ELx table, details as 0, in the order of the manual. */
export const ERROR_CODES_ELX: readonly string[] = [...FATAL, ...NON_FATAL].map(({ code }) => code)

/** The row of the table a status belongs to; undefined when the status is ok. */
export function faultFromStatus(
  status: Pick<Status, 'format' | 'code' | 'ok'>,
): ReaderFault | undefined {
  if (status.ok) return undefined
  return status.format === '312' ? fault312(status.code) : faultElx(status.code.toUpperCase())
}

function fault312(code: string): ReaderFault {
  const known = STATUS_312[code.slice(1, 2).toUpperCase()]
  if (known !== undefined) return { ...known, fatal: false }
  return { meaning: 'a status its table does not list', fatal: false, hint: SERVICE }
}

function faultElx(code: string): ReaderFault {
  const fatal = FATAL.find((entry) => covers(entry, code))
  const entry = fatal ?? NON_FATAL.find((each) => covers(each, code))
  if (entry === undefined) {
    // Every A code of the table is fatal; one it does not list is treated alike.
    const isFatal = code.startsWith('A')
    const hint = isFatal ? POWER : SERVICE
    return { meaning: 'a code its table does not list', fatal: isFatal, hint }
  }
  return { meaning: describe(entry, code), fatal: fatal !== undefined, hint: entry.hint }
}

/** Digits that carry a detail may be anything; the others must be the table's. */
function covers({ code: listed, last, nextToLast }: Entry, code: string): boolean {
  const digits = [
    listed.slice(0, 2) === code.slice(0, 2),
    nextToLast !== undefined || listed[2] === code[2],
    last !== undefined || listed[3] === code[3],
  ]
  return code.length === 4 && digits.every(Boolean)
}

function describe({ code: listed, meaning, last, nextToLast }: Entry, code: string): string {
  const details = [
    last === undefined ? '' : wording(last, code.slice(3), listed),
    nextToLast === undefined ? '' : wording(nextToLast, code.slice(2, 3), listed),
  ].filter((text) => text !== '')
  return details.length === 0 ? meaning : `${meaning} (${details.join(', ')})`
}

function wording(detail: Detail, digit: string, listed: string): string {
  if (detail === 'unknown') return ''
  if (detail === 'motor') return MOTORS[Number.parseInt(digit, 16)] ?? `motor ${digit}`
  const volts = detail === 'test' && listed === '2300' ? LAMP_TESTS[digit] : undefined
  return volts === undefined ? `${detail} ${digit}` : `test ${digit}, ${volts}`
}
