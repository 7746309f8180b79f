import type { Bench } from '../bench.ts'
import { waitingAt } from './plates.ts'
import type { Capture, LineEvent } from '../ports/capture.ts'

/** A read that was asked for in a capture. */
interface Ask {
  /** How many bytes had been received by then. */
  readonly fromByte: number
  readonly isResumed: boolean
  readonly isOver: boolean
}

/**
 * Fixes anew what reads of a capture were asked for with, where the capture goes on behind a
 * restored database: nobody knows their sheets any more. None of them gets the sheet of a read
 * before it, and sheets that wait now, which may be theirs, are held.
 */
export function fixLostExpectations(bench: Bench, { header, events }: Capture): void {
  const { store, tell } = bench
  const lost = lostFrom(events, store.expectedFrom(header.id))
  if (lost.length === 0) return
  const captureId = header.id
  const waiting = waitingAt(bench, header.reader)
  const last = lost.at(-1) ?? 0
  // Behind those sheets, so that neither a read nor one that is resumed is tied to them.
  const all = waiting.length === 0 ? lost : [last, ...lost]
  store.saveExpectation(
    ...all.map((fromByte, at) => {
      return { captureId, fromByte, sheets: at === 0 && all !== lost ? waiting : [] }
    }),
  )
  const names = waiting.map(({ value }) => `'${value.plate}'`).join(', ')
  if (names === '') return
  tell({
    kind: 'mistake',
    reader: header.reader,
    text:
      `Which run sheets waited for reads that were asked for after the backup is lost: ${names} ` +
      'may be of plates that are stored without sheet now.',
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
    if (event.kind === 'asked') asks.push({ fromByte: received, isResumed: false, isOver: false })
    if (event.kind === 'resumed' && last) asks.splice(-1, 1, { ...last, isResumed: true })
    if (event.kind === 'ended' && last) asks.splice(-1, 1, { ...last, isOver: true })
  }
  return asks
}

/**
 * Where reads were asked for, in bytes received, of which nothing is fixed. It is before a read is
 * asked for, but of a resumed one at any moment before its data are.
 */
export function lostFrom(
  events: readonly LineEvent[],
  fixed: readonly number[],
): readonly number[] {
  const left = [...fixed]
  return asksIn(events).flatMap(({ fromByte, isResumed, isOver }) => {
    const at = left.findIndex((one) => (isResumed ? one >= fromByte : one === fromByte))
    if (at >= 0) left.splice(at, 1)
    const isKnown = at >= 0 || (isResumed && !isOver)
    return isKnown ? [] : [fromByte]
  })
}
