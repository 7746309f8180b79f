import { type CommandClass, bytesFromText } from '../../src/driver-kit.ts'

import type { Settings } from './settings.ts'

// The commands of the language as data. Sources: Model 550 manual, pp. 32-34; Model 680 manual,
// pp. 47-60. `EIA.READER`, a blank, the command, its arguments each behind a blank, CR. Case does
// not matter, and the first two characters tell every command from the others.

/** What follows the code of a reply: text, plate data, or the items of a stored plate. */
export type ReplyKind = 'text' | 'plate' | 'stored-plate'

export interface Command {
  readonly word: string
  /** As replies name it. */
  readonly name: string
  readonly class: CommandClass
  readonly reply: ReplyKind
  readonly models: readonly Settings['model'][]
}

const BOTH = ['680', '550'] as const
const ONLY_680 = ['680'] as const

type Row = readonly [word: string, name: string, kind: CommandClass, models: Command['models']]

// Remote control locks the keypad until it is released: nobody is asked who they are by it.
const ROWS: readonly Row[] = [
  ['ID', 'identify', 'safe', BOTH],
  ['AQ', 'remote-control', 'writes-memory', BOTH],
  ['RL', 'release', 'writes-memory', BOTH],
  ['FSTATUS', 'filter-table', 'safe', ONLY_680],
  ['ISTATUS', 'incubator-status', 'safe', ONLY_680],
  ['RPLATE', 'read-plate', 'moves-plate', BOTH],
  ['RTPLATE', 'last-plate', 'safe', BOTH],
  ['URPD', 'stored-plate', 'safe', ONLY_680],
]

const REPLIES: Readonly<Record<string, ReplyKind>> = {
  RPLATE: 'plate',
  RTPLATE: 'plate',
  URPD: 'stored-plate',
}

/** Every command the driver says. */
export const COMMANDS: readonly Command[] = ROWS.map(([word, name, commandClass, models]) => ({
  word,
  name,
  class: commandClass,
  reply: REPLIES[word] ?? 'text',
  models,
}))

const DISTINCT_CHARACTERS = 2

/** A command as it stands on the wire: the word and its arguments. */
export interface Spoken {
  readonly word: string
  readonly arguments: readonly string[]
}

/** The bytes of a command. */
export function commandBytes({ word, arguments: values }: Spoken, preamble: string): Uint8Array {
  return bytesFromText(`${[preamble, word, ...values].join(' ')}\r`)
}

/** What a line tells the reader, without its CR; undefined when it is no command. */
export function spokenFromLine(line: string): Spoken | undefined {
  const match = /^EIA\. ?READER +(\S.*?) *$/i.exec(line)
  const [word, ...values] = match?.[1]?.split(/ +/) ?? []
  return word === undefined ? undefined : { word: word.toUpperCase(), arguments: values }
}

/** The command of a word; undefined when the driver has none of that name. */
export function commandFromWord(word: string): Command | undefined {
  return COMMANDS.find((each) => isSameWord(each.word, word))
}

/** Whether two words are one command to the reader. */
export function isSameWord(left: string, right: string): boolean {
  const distinct = (word: string): string => word.slice(0, DISTINCT_CHARACTERS).toUpperCase()
  return distinct(left) === distinct(right)
}
