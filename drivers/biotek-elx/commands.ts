import type { CommandClass } from '../../src/driver-kit.ts'

/**
 * Every command of the ELx dialect as data. Source: ELx808 Operator's Manual, appendix "Computer
 * Control". One ASCII character starts a command; the reader acknowledges it (ACK) or does not know
 * it (NAK); arguments follow the acknowledgement.
 */
export interface Command {
  readonly code: string
  /** As replies name it. */
  readonly name: string
  readonly class: CommandClass
  /** Exists only from basecode 3.00 on; older readers answer NAK. */
  readonly sinceBasecode3: boolean
  readonly argument: ArgumentForm
  readonly reply: ReplyShape
}

export type ArgumentForm =
  /** Nothing follows. */
  | 'none'
  /** One character, '0' or '1'. */
  | 'switch'
  /** Two binary bytes, first and last, from 1. */
  | 'range'
  /** The 170 bytes of an assay definition. */
  | 'definition'
  /** Four digits and ETX. */
  | 'feature'
  /** Eight wells of four digits, one character for the place in a series, ETX. */
  | 'wells'
  /** A binary number of whole degrees Celsius. */
  | 'celsius'

/** How many bytes an argument has. */
export const ARGUMENT_BYTES: Readonly<Record<ArgumentForm, number>> = {
  none: 0,
  switch: 1,
  range: 2,
  definition: 170,
  feature: 5,
  wells: 34,
  celsius: 2,
}

export type ReplyShape =
  /** So many data bytes, then a status if `status`. */
  | { readonly kind: 'fixed'; readonly dataBytes: number; readonly status: boolean }
  /** Text of any length, ended by the status. */
  | { readonly kind: 'text' }
  /** Status, plate data, and in ELx status format a second status. */
  | { readonly kind: 'plate' }
  /** As `plate`, for the eight wells of `d`, with an acknowledgement of the argument first. */
  | { readonly kind: 'wells' }
  /** DLE once the carrier is home, and in ELx status format a status. */
  | { readonly kind: 'halt' }
  /** The manual lists no status for `i`: acknowledgement, status or nothing. */
  | { readonly kind: 'unsure' }

const STATUS: ReplyShape = { kind: 'fixed', dataBytes: 0, status: true }
const withData = (dataBytes: number): ReplyShape => ({ kind: 'fixed', dataBytes, status: true })

type Row = readonly [
  code: string,
  name: string,
  commandClass: CommandClass,
  argument: ArgumentForm,
  reply: ReplyShape,
  since?: 'basecode-3',
]

// `s` is not classed safe: whether asking for the barcode moves the carrier to the scanner is not
// known.
const ROWS: readonly Row[] = [
  ['A', 'carrier-in', 'moves-plate', 'none', STATUS],
  ['J', 'carrier-out', 'moves-plate', 'none', STATUS],
  ['o', 'current-status', 'safe', 'none', STATUS],
  ['e', 'basecode-version', 'safe', 'none', withData(24), 'basecode-3'],
  ['n', 'status-format', 'writes-memory', 'switch', STATUS],
  ['q', 'quiet-mode', 'writes-memory', 'switch', STATUS],
  ['k', 'read-mode', 'writes-memory', 'switch', STATUS],
  ['i', 'include-temperature', 'writes-memory', 'switch', { kind: 'unsure' }, 'basecode-3'],
  ['V', 'assay-definition', 'writes-memory', 'definition', STATUS],
  ['S', 'read-plate', 'moves-plate', 'none', { kind: 'plate' }],
  ['d', 'read-wells', 'moves-plate', 'wells', { kind: 'wells' }, 'basecode-3'],
  ['r', 'row-range', 'writes-memory', 'range', STATUS, 'basecode-3'],
  ['%', 'column-range', 'writes-memory', 'range', STATUS, 'basecode-3'],
  ['$', 'minimum-interval', 'safe', 'none', withData(2), 'basecode-3'],
  ['W', 'wavelength-table', 'safe', 'none', withData(24)],
  ['X', 'halt', 'moves-plate', 'none', { kind: 'halt' }],
  ['*', 'self-test', 'moves-plate', 'none', { kind: 'text' }],
  ['[', 'set-temperature', 'writes-memory', 'celsius', STATUS],
  [']', 'get-temperature', 'safe', 'none', withData(2)],
  ['s', 'plate-barcode', 'moves-plate', 'none', withData(32)],
  ['(', 'open-door', 'moves-plate', 'none', STATUS],
  [')', 'close-door', 'moves-plate', 'none', STATUS],
  ['}', 'configuration', 'safe', 'none', { kind: 'fixed', dataBytes: 2, status: false }],
  ['z', 'check-feature', 'safe', 'feature', withData(17), 'basecode-3'],
]

/** All commands, in the order of the manual's table. */
export const COMMANDS: readonly Command[] = ROWS.map(
  ([code, name, commandClass, argument, reply, since]) => ({
    code,
    name,
    class: commandClass,
    sinceBasecode3: since === 'basecode-3',
    argument,
    reply,
  }),
)

const BY_CODE: ReadonlyMap<string, Command> = new Map(COMMANDS.map((each) => [each.code, each]))

/** The command a byte starts, or undefined when the dialect has none: the reader answers NAK. */
export function commandFromByte(byte: number): Command | undefined {
  return BY_CODE.get(String.fromCharCode(byte))
}

/** Features `z` is asked for, by the number the reader knows them by. */
export const FEATURES = {
  wellList: '1001',
  ranges: '1008',
  incubation: '1009',
  multiWavelength: '1011',
  readMode: '1012',
  statusFormat: '1013',
  serialOnly: '1014',
  barcode: '1016',
} as const
