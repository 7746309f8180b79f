import {
  bytesFromText,
  type FaultText,
  type Reply,
  type ReplyOutcome,
  textFromBytes,
} from '../../src/driver-kit.ts'

import { commandFromWord, type ReplyKind, type Spoken, spokenFromLine } from './commands.ts'
import type { AskedFilters, Origin } from './plate-read.ts'
import type { Settings } from './settings.ts'

/** One command from its bytes to the end of its reply. */
export interface Exchange {
  readonly spoken: Spoken
  /** As the reply names it. */
  readonly name: string
  readonly reply: ReplyKind
  /** The code of a plate's reply, once it came on a line of its own. */
  opening: Uint8Array
}

/** The exchange that begins with these bytes; a stranger's bytes are a command without a name. */
export function exchangeFrom(bytes: Uint8Array): Exchange {
  const spoken = spokenFromLine(textFromBytes(bytes).replace(/\r$/, ''))
  const command = spoken && commandFromWord(spoken.word)
  return {
    spoken: { word: command?.word ?? '', arguments: spoken?.arguments ?? [] },
    name: command?.name ?? 'unknown',
    reply: command?.reply ?? 'text',
    opening: new Uint8Array(),
  }
}

const ORIGINS: Readonly<Record<string, Origin>> = {
  RPLATE: 'measured',
  RTPLATE: 'last-plate',
  URPD: 'stored-plate',
}

/** What the plate of an exchange is. */
export function originOf({ spoken }: Exchange): Origin {
  return ORIGINS[spoken.word] ?? 'unasked'
}

/** Arguments of `RPLATE` that stand before the filter positions. */
const BEFORE_FILTERS = { '680': 3, '550': 1 } as const

/** The filters that a command asked for; undefined when it named none. */
export function askedFilters({ spoken }: Exchange, { model }: Settings): AskedFilters | undefined {
  if (spoken.word !== 'RPLATE') return undefined
  const [measurement, reference] = spoken.arguments.slice(BEFORE_FILTERS[model])
  if (measurement === undefined) return undefined
  return {
    measurement: Number(measurement),
    reference: reference === undefined ? null : Number(reference),
  }
}

/** How an exchange ended. */
export interface Ending {
  readonly outcome: ReplyOutcome
  readonly code: string
  readonly data: string
  readonly fault?: FaultText
  /** The bytes that belong to the fault. */
  readonly bytes?: Uint8Array
}

export function replyOf({ name }: Exchange, ending: Ending): Reply {
  const { outcome, code, data, fault, bytes = new Uint8Array() } = ending
  const reply = { command: name, outcome, data: bytesFromText(data), status: code }
  return fault === undefined ? reply : { ...reply, fault: { ...fault, bytes } }
}
