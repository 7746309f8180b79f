import type { Bench } from '../bench.ts'
import type { RunSheet } from '../core/run-sheet.ts'
import { waitingAt } from './plates.ts'
import type { Capture, LineEvent, NamedSheet } from '../ports/capture.ts'
import type { Sourced } from '../ports/settings.ts'

/** A read that was asked for in a capture. */
interface Ask {
  /** How many bytes had been received by then. */
  readonly fromByte: number
  /** The sheets that were fixed for it, as its note says; undefined where it does not say. */
  readonly named: readonly NamedSheet[] | undefined
  readonly isResumed: boolean
  readonly isOver: boolean
}

/** What is known anew of a read that was asked for. */
interface Regained {
  readonly fromByte: number
  /** All that were fixed for it; null where they are not all known to the letter. */
  readonly sheets: readonly Sourced<RunSheet>[] | null
  /** Those of its note whose content is known nowhere. */
  readonly missing: readonly NamedSheet[]
}

const AS_NOTED = 'As the capture says: the database does not know this read, which is older.'
const UNKNOWN = 'The database does not know this read, and its run sheets are not known exactly.'
const TO_HOLD = 'They wait, and may be of reads that the database does not know: none starts one.'

/**
 * Fixes anew what reads of a capture were asked for with, where the capture goes on behind a
 * restored database. A read gets the very sheets that its note names, if the content of each is
 * known to the letter, else none: never that of a read before it. Sheets that wait now, which may
 * be of such reads, are held.
 */
export function fixLostExpectations(bench: Bench, { header, events }: Capture): void {
  const { store } = bench
  const asks = lostFrom(events, store.expectedFrom(header.id))
  const lost = asks.map((ask) => regained(bench, ask))
  const last = lost.at(-1)
  if (last === undefined) return
  const captureId = header.id
  const waiting = waitingAt(bench, header.reader)
  const held = { captureId, fromByte: last.fromByte, sheets: waiting, reason: TO_HOLD }
  store.saveExpectation(
    // Before the reads, so that neither one of them nor one that is resumed is tied to them.
    ...(waiting.length === 0 ? [] : [held]),
    ...lost.map(({ fromByte, sheets }) => {
      const reason = sheets === null ? UNKNOWN : AS_NOTED
      return { captureId, fromByte, sheets: sheets ?? [], reason }
    }),
  )
  tellMissing(bench, header.reader, lost)
  tellWaiting(bench, header.reader, { lost, waiting })
}

/** The sheets of a read by their exact content: one that is not known leaves it without any. */
function regained({ settings, source, store }: Bench, { fromByte, named }: Ask): Regained {
  if (named === undefined) return { fromByte, sheets: null, missing: [] }
  const { sheets: lying } = source.runSheets(settings)
  const looked = named.map((one) => {
    const inFolder = lying.find(({ hash }) => hash === one.sha256)
    return { one, sheet: inFolder ?? store.expectedSheet(one.sha256) }
  })
  const missing = looked.flatMap(({ one, sheet }) => (sheet === undefined ? [one] : []))
  const sheets = looked.flatMap(({ sheet }) => (sheet === undefined ? [] : [sheet]))
  return { fromByte, sheets: missing.length === 0 ? sheets : null, missing }
}

function tellMissing({ tell }: Bench, reader: string, lost: readonly Regained[]): void {
  const missing = lost.flatMap((one) => one.missing)
  const names = new Set(missing.map(({ plate, sha256 }) => `'${plate}' (SHA-256 ${sha256})`))
  if (names.size === 0) return
  const text =
    'Reads that were asked for after the backup come back without their run sheets, whose exact ' +
    `content is neither in the database nor in the folder of run sheets: ${[...names].join(', ')}.`
  const hint =
    'Compare those plates with the CSV files from before, then give them their sheets: ' +
    '`assayd plates`, `assayd assign`.'
  tell({ kind: 'mistake', reader, text, hint })
}

/** Where some read has no sheets any more, those that wait may be its own. */
function tellWaiting(
  { tell }: Bench,
  reader: string,
  of: { readonly lost: readonly Regained[]; readonly waiting: readonly Sourced<RunSheet>[] },
): void {
  const known = new Set(of.lost.flatMap(({ sheets }) => sheets ?? []).map(({ hash }) => hash))
  const others = of.waiting.filter(({ hash }) => !known.has(hash))
  const names = others.map(({ value }) => `'${value.plate}'`).join(', ')
  if (names === '' || of.lost.every(({ sheets }) => sheets !== null)) return
  tell({
    kind: 'mistake',
    reader,
    text:
      'Run sheets wait, and which reads that were asked for after the backup they are of is not ' +
      `known: ${names} may be of plates that are stored without sheet now.`,
    hint:
      'Give those plates their sheets (`assayd plates`, `assayd assign`) before another plate is ' +
      'read, or take the sheets out of the folder until then.',
  })
}

function asksIn(events: readonly LineEvent[]): readonly Ask[] {
  const asks: Ask[] = []
  let received = 0
  for (const event of events) {
    const last = asks.at(-1)
    if (event.kind === 'received') received += event.bytes.length
    if (event.kind === 'asked') {
      asks.push({ fromByte: received, named: event.sheets, isResumed: false, isOver: false })
    }
    // Whether the sheets of the request hold for it was judged later than the note was made.
    if (event.kind === 'resumed' && last) {
      asks.splice(-1, 1, { ...last, named: undefined, isResumed: true })
    }
    if (event.kind === 'ended' && last) asks.splice(-1, 1, { ...last, isOver: true })
  }
  return asks
}

/**
 * The reads that were asked for, in order, of which nothing is fixed. It is before a read is asked
 * for, but of a resumed one at any moment before its data are.
 */
export function lostFrom(events: readonly LineEvent[], fixed: readonly number[]): readonly Ask[] {
  const left = [...fixed]
  return asksIn(events).filter(({ fromByte, isResumed, isOver }) => {
    const at = left.findIndex((one) => (isResumed ? one >= fromByte : one === fromByte))
    if (at >= 0) left.splice(at, 1)
    const isKnown = at >= 0 || (isResumed && !isOver)
    return !isKnown
  })
}
