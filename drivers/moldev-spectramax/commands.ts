import { type CommandClass, textFromBytes } from '../../src/driver-kit.ts'

/** One command of the dialect. Source: PyLabRobot at 598b58f, `base.py`. */
export interface Command {
  /** As replies name it. */
  readonly name: string
  /** As it is said, without what may follow it. */
  readonly said: string
  readonly class: CommandClass
  /**
   * How many prompts end its answer. Models differ, so an answer of two may also end after one,
   * when nothing more comes.
   */
  readonly prompts: 1 | 2
  /** The second part is what was asked for; an answer without it is not whole. */
  readonly isAsking: boolean
}

type Row = readonly [name: string, said: string, of: CommandClass, prompts: 1 | 2]

/** Asks who is there; opens a session. */
export const ATTENTION = 'attention'
export const STATUS = 'status'
export const ERROR = 'error'
export const CLOSE = 'close'
export const CLEAR_DATA = 'clear-data'
export const READ = 'read'
export const TRANSFER = 'transfer'

const ROWS: readonly Row[] = [
  [ATTENTION, '!', 'safe', 1],
  [STATUS, '!STATUS', 'safe', 2],
  [ERROR, '!ERROR', 'safe', 2],
  [CLOSE, '!CLOSE', 'moves-plate', 1],
  [CLEAR_DATA, '!CLEAR DATA', 'writes-memory', 1],
  ['xpos', '!XPOS', 'writes-memory', 1],
  ['ypos', '!YPOS', 'writes-memory', 1],
  ['strip', '!STRIP', 'writes-memory', 1],
  ['cspeed', '!CSPEED', 'writes-memory', 1],
  ['shake', '!SHAKE', 'writes-memory', 1],
  ['wavelength', '!WAVELENGTH', 'writes-memory', 1],
  ['calibrate', '!CALIBRATE', 'writes-memory', 1],
  ['mode', '!MODE', 'writes-memory', 1],
  ['order', '!ORDER', 'writes-memory', 1],
  ['speed', '!SPEED', 'writes-memory', 2],
  ['tag', '!TAG', 'writes-memory', 1],
  ['readtype', '!READTYPE', 'writes-memory', 2],
  [READ, '!READ', 'moves-plate', 1],
  // What was handed over is not kept: of a kinetic read every one hands over the next reading.
  [TRANSFER, '!TRANSFER', 'writes-memory', 2],
]

const ASKING: ReadonlySet<string> = new Set([STATUS, ERROR, TRANSFER])

export const COMMANDS: readonly Command[] = ROWS.map(([name, said, of, prompts]) => ({
  name,
  said,
  class: of,
  prompts,
  isAsking: ASKING.has(name),
}))

/** The command of a line; one that is not known is named by its first characters. */
export function commandFromLine(line: string): Command {
  const known = COMMANDS.find(({ said }) => line === said || line.startsWith(`${said} `))
  if (known !== undefined) return known
  const word = line
    .replace(/[^\w ]/g, '')
    .slice(0, 16)
    .trim()
    .toLowerCase()
  const name = `unknown-${word.replaceAll(' ', '-')}`
  return { name, said: line, class: 'moves-plate', prompts: 1, isAsking: false }
}

/** The line that bytes to the reader are, without its end. */
export function lineFromBytes(bytes: Uint8Array): string {
  return textFromBytes(bytes).replace(/[\r\n]+$/, '')
}
