import type { CommandClass } from '../../src/driver-kit.ts'

/**
 * What is said to the reader, as the first bytes of a payload. Sources: recordings in the tests of
 * the fork of PyLabRobot; `bmg.go` of hoxbio/bmg-clariostar.
 */
export interface Command {
  /** As replies name it. */
  readonly name: string
  readonly class: CommandClass
  readonly starts: readonly number[]
  /** The first byte of its answer; null where the sources give none. */
  readonly echo: number | null
}

const STATUS_ECHO = 0x01
export const DATA_ECHO = 0x02
export const ACCEPTED_ECHO = 0x03

/** Commands that more than one place has to know by name. */
export const STATUS = 'status'
export const RUN = 'run'
export const DATA = 'data'
export const STOP = 'stop'

export const COMMANDS: readonly Command[] = [
  { name: STATUS, class: 'safe', starts: [0x80], echo: STATUS_ECHO },
  { name: DATA, class: 'safe', starts: [0x05, 0x02], echo: DATA_ECHO },
  { name: 'initialize', class: 'moves-plate', starts: [0x01, 0x00], echo: null },
  { name: 'drawer-in', class: 'moves-plate', starts: [0x03, 0x00], echo: null },
  { name: 'drawer-out', class: 'moves-plate', starts: [0x03, 0x01], echo: null },
  { name: RUN, class: 'moves-plate', starts: [0x04], echo: ACCEPTED_ECHO },
  { name: STOP, class: 'moves-plate', starts: [0x0b], echo: null },
]

/** Whole payloads, as recorded. */
export const STATUS_PAYLOAD = Uint8Array.of(0x80)
export const DATA_PAYLOAD = Uint8Array.of(0x05, 0x02, 0, 0, 0, 0, 0)
export const INITIALIZE_PAYLOAD = Uint8Array.of(0x01, 0x00, 0x00, 0x10, 0x02, 0x00)
export const DRAWER_IN_PAYLOAD = Uint8Array.of(0x03, 0x00, 0, 0, 0, 0)
export const STOP_PAYLOAD = Uint8Array.of(0x0b, 0x00)

/** The command of a payload; undefined when it is none that is known. */
export function commandFromPayload(payload: Uint8Array): Command | undefined {
  return COMMANDS.find(({ starts }) => starts.every((byte, index) => payload[index] === byte))
}
