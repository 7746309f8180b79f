import { concat, from, Subject, type Observable } from 'rxjs'

import { AssaydError } from '../core/errors.ts'
import { AS_EXPECTED, Order, type TakenOrder } from './order.ts'
import { isoFromInstant, type Clock } from '../ports/clock.ts'
import type { Desk, DeskEvent, ReaderReport, ReadOrder } from '../ports/desk.ts'
import type { Driver } from '../ports/driver.ts'
import type { News } from '../ports/news.ts'
import type { ReaderSettings, Settings } from '../ports/settings.ts'

/** So many changes are remembered for those who were away for a moment. */
const EVENTS_KEPT = 1_000

/** The desk from the daemon's side: readers report, and look for orders. */
export interface StaffedDesk extends Desk {
  /** Everything the daemon tells keeps the reports true. */
  hear(news: News): void
  /** A reader was attached. */
  join(attached: { readonly reader: ReaderSettings; readonly driver: Driver }): void
  /** It is not attached any more; what was ordered of it is over. */
  leave(readerId: string): void
  /** It is configured otherwise than before. */
  changed(readerId: string): void
  /** The daemon is about to stop: no order is taken any more, and those that wait are dropped. */
  close(): void
  /** A read of an earlier connection is resumed: an order that nobody waits for, begun. */
  resume(readerId: string): TakenOrder | undefined
  /** The order that waits for this reader, now begun. */
  take(readerId: string): TakenOrder | undefined
}

export interface DeskParts {
  readonly clock: Clock
  /** Orders are checked against what is in force when they come. */
  readonly inForce: { readonly settings: Settings }
}

interface Place {
  report: Omit<ReaderReport, 'order'>
  order: Order | undefined
  /** No command of its driver stops a read. */
  readonly isUnstoppable: boolean
}

/** Opens the desk; readers join it. */
export function openDesk(parts: DeskParts): StaffedDesk {
  const { clock, inForce } = parts
  const now = (): string => isoFromInstant(clock.now())
  const places = new Map<string, Place>()
  const reportOf = ({ report, order }: Place): ReaderReport => {
    const { trigger } = inForce.settings.readers.find(({ id }) => id === report.id) ?? report
    return { ...report, trigger, order: order?.report ?? null }
  }
  const log = eventLog((id) => reportOf(placeOf(places, id)))
  const ordered = openOrders(now, (id) => log.note(id))
  let isClosed = false
  const orderable = (id: string, wanted: ReadOrder): Place => {
    const place = placeOf(places, id)
    if (isClosed) throw closedError()
    return checked(place, wanted, inForce.settings)
  }

  return {
    readers: () => [...places.values()].map(reportOf),
    reader: (id) => reportOf(placeOf(places, id)),
    join: ({ reader, driver }) => {
      places.set(reader.id, freshPlace(reader, driver, now()))
      log.note(reader.id)
    },
    leave: (id) => {
      const place = placeOf(places, id)
      place.order?.abandon(leftError(id))
      place.report = { ...place.report, state: 'removed', since: now() }
      log.note(id)
      places.delete(id)
    },
    changed: (id) => log.note(id),
    changes: (after) => log.changes(after),
    close: () => {
      isClosed = true
      for (const { order } of places.values()) dropWaiting(order)
    },
    orderable: (id, wanted) => void orderable(id, wanted),
    order: (id, wanted) => ordered(orderable(id, wanted), wanted).report,
    resume: (id) => {
      const place = placeOf(places, id)
      // Whoever ordered in this very moment waits for the next plate.
      if (isClosed || place.order?.isUnderWay === true) return undefined
      return ordered(place, AS_EXPECTED).take()
    },
    cancel: (id) => cancel(placeOf(places, id)),
    take: (id) => taken(placeOf(places, id)),
    hear: (news) => {
      if (!('reader' in news)) return
      const place = places.get(news.reader)
      if (place === undefined) return
      place.order?.hear(news)
      if (news.kind === 'lost') place.order?.abandon(news.error)
      const next = afterNews(place.report, news, now)
      if (next === place.report) return
      place.report = next
      log.note(news.reader)
    },
  }
}

/** Numbers the orders from 1, and puts each in its place. */
function openOrders(now: () => string, note: (readerId: string) => void) {
  let orders = 0
  return (place: Place, wanted: ReadOrder): Order => {
    const { id } = place.report
    orders += 1
    const order = new Order({ id: orders, reader: id, order: wanted }, now, () => note(id))
    place.order = order
    note(id)
    return order
  }
}

function freshPlace({ id, port, trigger }: ReaderSettings, driver: Driver, since: string): Place {
  const fresh = { state: 'away', since, identity: null, trouble: null, held: null } as const
  const last = { lastPlate: null, lastReadAt: null }
  const report = { id, driver: driver.facts.id, port, trigger, ...fresh, ...last }
  return { report, order: undefined, isUnstoppable: driver.abort === null }
}

function taken({ order }: Place): TakenOrder | undefined {
  return order?.report.state === 'waiting' ? order.take() : undefined
}

function dropWaiting(order: Order | undefined): void {
  if (order?.report.state === 'waiting') order.abandon(closedError())
}

function closedError(): AssaydError {
  return new AssaydError('reader-away', 'The daemon is stopping and asks for no plate any more.', {
    hint: 'Order the plate again when the daemon runs.',
  })
}

function leftError(id: string): AssaydError {
  const message = `Reader '${id}' was taken off its line: the configuration has changed.`
  return new AssaydError('reader-away', message, {
    hint: 'Order the plate again when the reader answers as it is configured now.',
  })
}

function placeOf(places: ReadonlyMap<string, Place>, id: string): Place {
  const place = places.get(id)
  if (place !== undefined) return place
  throw new AssaydError('reader-unknown', `No reader is called '${id}'.`, {
    hint: `Readers of this bench: ${[...places.keys()].join(', ') || 'none'}.`,
  })
}

/** A reader measures one plate at a time, and only when it is known to listen. */
function checked(place: Place, wanted: ReadOrder, { assays }: Settings): Place {
  const { report, order } = place
  const { id, state, trouble } = report
  if (wanted.assay !== null && !assays.has(wanted.assay)) {
    throw new AssaydError('assay-unknown', `No assay is called '${wanted.assay}'.`, {
      hint: `Assays of this bench: ${[...assays.keys()].join(', ')}.`,
    })
  }
  if (state === 'reading' || order?.isUnderWay === true) {
    throw new AssaydError('reader-busy', `Reader '${id}' is measuring a plate already.`, {
      hint: 'Wait until it is done, or cancel the read that is under way.',
    })
  }
  if (state !== 'idle') {
    const why = trouble === null ? 'It has not answered yet.' : trouble.message
    throw new AssaydError('reader-away', `Reader '${id}' cannot be asked now. ${why}`, {
      hint: trouble?.hint ?? 'Check that it is on and connected.',
    })
  }
  return place
}

function cancel({ report, order, isUnstoppable }: Place) {
  if (order === undefined || !order.isUnderWay || order.report.state === 'computing') {
    throw new AssaydError('order-over', `Nothing is ordered of reader '${report.id}' now.`, {
      hint: 'A plate that is stored stays stored.',
    })
  }
  if (isUnstoppable && order.report.state === 'reading') {
    const message = `No command is known that stops a ${report.driver} in the middle of a read.`
    throw new AssaydError('reader-unstoppable', message, { hint: 'Press STOP at the reader.' })
  }
  order.cancel()
  return order.report
}

type Report = Omit<ReaderReport, 'order'>

/** The report after the news; the same one when the news changes nothing. */
function afterNews(report: Report, news: News, now: () => string): Report {
  const into = (state: Report['state'], change: Partial<Report> = {}): Report => {
    const since = state === report.state ? report.since : now()
    return { ...report, ...change, state, since }
  }
  switch (news.kind) {
    case 'opened':
      return into('asking')
    case 'found':
      return into('idle', { identity: news.identity, trouble: null })
    case 'reading':
    case 'resuming':
      return into('reading')
    case 'settled':
      return into('idle')
    case 'plate': {
      const trouble = null
      return { ...report, lastPlate: news.bound.plate, lastReadAt: news.read.receivedAt, trouble }
    }
    case 'read-failed':
    case 'failed':
      return { ...report, trouble: news.error }
    case 'held':
      return { ...report, held: news.error }
    case 'lost':
      return into('away', { trouble: news.error })
    default:
      return report
  }
}

/** Numbers what changes, and remembers the last of it. */
function eventLog(reportNow: (readerId: string) => ReaderReport) {
  const events$ = new Subject<DeskEvent>()
  const kept: DeskEvent[] = []
  let count = 0
  return {
    note: (readerId: string): void => {
      count += 1
      const event = { number: count, reader: reportNow(readerId) }
      kept.push(event)
      if (kept.length > EVENTS_KEPT) kept.shift()
      events$.next(event)
    },
    changes: (after?: number): Observable<DeskEvent> =>
      after === undefined
        ? events$.asObservable()
        : concat(from(kept.filter(({ number }) => number > after)), events$),
  }
}
