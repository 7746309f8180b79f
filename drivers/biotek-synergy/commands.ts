import type { CommandClass } from '../../src/driver-kit.ts'

import { ETX } from './bytes.ts'

/**
 * Every command of the dialect as data. Source: PyLabRobot at 598b58f, `plate_reader_base.py` and
 * its tests. One character starts a command; the reader acknowledges it (ACK); some commands then
 * wait for an argument; the answer ends in a status of four digits and ETX.
 */
export interface Command {
  readonly code: string
  /** As replies name it. */
  readonly name: string
  readonly class: CommandClass
  readonly argument: ArgumentForm
  readonly reply: ReplyShape
}

/** Nothing follows; so many characters; or characters up to and with ETX. */
export type ArgumentForm = 'none' | number | 'until-etx'

export type ReplyShape =
  /** Characters, a status, ETX; with an ok status so many characters, or any number if null. */
  | { readonly kind: 'text'; readonly dataBytes: number | null }
  /** A status and ETX, then a block of results with a status of its own. */
  | { readonly kind: 'plate' }
  /** Nothing at all. */
  | { readonly kind: 'none' }

const text = (dataBytes: number | null): ReplyShape => ({ kind: 'text', dataBytes })

/** Breaks off a read; it is not answered. */
export const ABORT = 'x'
/** Ends an argument that a host began and never ended. */
export const END_ARGUMENT = String.fromCharCode(ETX)

/** Part number (7), text (10), version (7). */
const VERSION_BYTES = 24
export const SERIAL_BYTES = 16
const TEMPERATURE_BYTES = 3

type Row = readonly [
  code: string,
  name: string,
  commandClass: CommandClass,
  argument: ArgumentForm,
  reply: ReplyShape,
]

const ROWS: readonly Row[] = [
  ['e', 'basecode-version', 'safe', 'none', text(VERSION_BYTES)],
  ['C', 'serial-number', 'safe', 'none', text(SERIAL_BYTES)],
  ['h', 'get-temperature', 'safe', 'none', text(TEMPERATURE_BYTES)],
  // An argument that is cut short by its end mark cannot be one: the reader refuses it.
  [END_ARGUMENT, 'end-argument', 'safe', 'none', text(null)],
  ['J', 'carrier-out', 'moves-plate', 'none', text(null)],
  ['A', 'carrier-in', 'moves-plate', 'none', text(null)],
  ['i', 'home', 'moves-plate', 1, text(null)],
  ['&', 'carrier-speed', 'writes-memory', 2, text(null)],
  ['g', 'set-temperature', 'writes-memory', 5, text(null)],
  ['y', 'plate-geometry', 'writes-memory', 'until-etx', text(null)],
  ['D', 'assay-definition', 'writes-memory', 'until-etx', text(null)],
  ['O', 'read-plate', 'moves-plate', 'none', { kind: 'plate' }],
  [ABORT, 'abort', 'moves-plate', 'none', { kind: 'none' }],
]

/** All commands. */
export const COMMANDS: readonly Command[] = ROWS.map(
  ([code, name, commandClass, argument, reply]) => ({
    code,
    name,
    class: commandClass,
    argument,
    reply,
  }),
)

const BY_CODE: ReadonlyMap<string, Command> = new Map(COMMANDS.map((each) => [each.code, each]))

/** The command a byte starts, or undefined when the dialect has none. */
export function commandFromByte(byte: number): Command | undefined {
  return BY_CODE.get(String.fromCharCode(byte))
}

/** Whether an argument of this form has all its characters. */
export function isWholeArgument(form: ArgumentForm, argument: readonly number[]): boolean {
  if (form === 'none') return true
  return form === 'until-etx' ? argument.at(-1) === ETX : argument.length >= form
}
