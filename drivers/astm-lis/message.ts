import type { Frame } from './frame.ts'
import { printable } from './frame.ts'
import { type Delimiters, delimitersFrom, fieldOf, type LisRecord, recordFrom } from './records.ts'
import { wrongOrder } from './record-order.ts'

/** A message from its header to its terminator, in good order. */
export interface Message {
  readonly delimiters: Delimiters
  readonly records: readonly LisRecord[]
  /** Everything between header and terminator, as it came: equal when a message is sent again. */
  readonly body: string
  /** Field 3 of the terminator: `N` when all went well. */
  readonly lastWord: string
}

export type MessageEvent =
  | { readonly kind: 'whole'; readonly message: Message }
  /** The message is over, or goes on, and cannot be used. */
  | { readonly kind: 'broken'; readonly what: string }
  /** A header came before the terminator of the message before. */
  | { readonly kind: 'cut'; readonly records: number }

/** Puts records together from frames, and messages from records. */
export interface MessageReader {
  take(frame: Frame): readonly MessageEvent[]
  /** How many records of an unfinished message came; null when none is under way. */
  recordsUnderWay(): number | null
}

/** Three wavelengths of 384 wells, with an order for every well, are less. */
const MESSAGE_CHARACTERS_MAX = 512 * 1024
const CR = '\r'

interface Coming {
  readonly delimiters: Delimiters
  readonly records: LisRecord[]
  readonly texts: string[]
  characters: number
}

export function createMessageReader(): MessageReader {
  let rest = ''
  let coming: Coming | undefined
  /** What came is void: the records up to the next header are passed over. */
  let isPassing = false

  const pass = (what: string): readonly MessageEvent[] => {
    if (isPassing) return []
    isPassing = true
    coming = undefined
    return [{ kind: 'broken', what }]
  }
  const begin = (text: string): readonly MessageEvent[] => {
    const cut = coming?.records.length
    isPassing = false
    coming = undefined
    const before: MessageEvent[] = cut === undefined ? [] : [{ kind: 'cut', records: cut }]
    const delimiters = delimitersFrom(text)
    if (delimiters === undefined)
      return [...before, ...pass(`its header '${shown(text)}' declares no delimiters`)]
    const header = recordFrom(text, delimiters)
    coming = { delimiters, records: [header], texts: [], characters: 0 }
    return before
  }
  const end = (message: Coming, last: LisRecord): readonly MessageEvent[] => {
    coming = undefined
    const { delimiters, records, texts } = message
    const what = wrongOrder([...records, last])
    if (what !== undefined) return [{ kind: 'broken', what }]
    const lastWord = fieldOf(last, 3).trim()
    return [{ kind: 'whole', message: { delimiters, records, body: texts.join(CR), lastWord } }]
  }
  const record = (text: string): readonly MessageEvent[] => {
    if (text.startsWith('H')) return begin(text)
    if (coming === undefined) return pass(`'${shown(text)}' came without a header before it`)
    const read = recordFrom(text, coming.delimiters)
    if (read.type === 'L') return end(coming, read)
    coming.characters += text.length
    if (coming.characters > MESSAGE_CHARACTERS_MAX)
      return pass(`it is longer than ${MESSAGE_CHARACTERS_MAX} characters`)
    coming.records.push(read)
    coming.texts.push(text)
    return []
  }
  return {
    take({ text, end: frameEnd }) {
      const lines = (rest + text).split(CR)
      rest = lines.pop() ?? ''
      if (frameEnd === 'last' && rest !== '') {
        lines.push(rest)
        rest = ''
      }
      const events = lines.filter((line) => line !== '').flatMap(record)
      if (rest.length <= MESSAGE_CHARACTERS_MAX) return events
      rest = ''
      return [...events, ...pass('a record has no end')]
    },
    recordsUnderWay: () => coming?.records.length ?? (rest === '' ? null : 0),
  }
}

const SHOWN_CHARACTERS = 40

/** The beginning of a record, fit for a message. */
function shown(text: string): string {
  return printable(text.slice(0, SHOWN_CHARACTERS))
}
