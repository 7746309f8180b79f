import { concat, defer, from, Subject, type Observable } from 'rxjs'

import { attach, insistOnAttachable, type ReaderOnLine, type ReadersWorld } from './attach.ts'
import { AssaydError } from '../core/errors.ts'
import type { StaffedDesk } from './desk.ts'
import { isSameLine } from '../in-force.ts'
import type { News } from '../ports/news.ts'
import type { ReaderSettings } from '../ports/settings.ts'

/** A reader of the running daemon, from joining to leaving. */
export interface AttachedReader extends Omit<ReaderOnLine, 'putAway'> {
  /** Aborted when the reader is to leave: its session ends as soon as nothing is under way. */
  readonly leave: AbortSignal
  /** Said once: nothing of it is under way any more, and all that was heard is stored. */
  readonly hasLeft: () => void
}

/** What the roster needs; `desk` and `tell` are told who comes and goes. */
export interface RosterParts {
  readonly world: ReadersWorld
  readonly desk: Pick<StaffedDesk, 'join' | 'leave' | 'changed'>
  readonly tell: (news: News) => void
  /** Nobody joins after the start, and nobody leaves before the end. */
  readonly once: boolean
  readonly stop: AbortSignal
}

interface Member {
  /** As it was configured when it joined. */
  readonly configured: ReaderSettings
  readonly attached: AttachedReader
  readonly putAway: () => Promise<void>
  readonly askToLeave: () => void
  readonly left: Promise<void>
  isOver: boolean
}

/** The place of one reader id: who is to sit there, and who does. */
interface Seat {
  wanted: ReaderSettings | undefined
  member: Member | undefined
  /** Somebody sees to it already. */
  isSeenTo: boolean
  /** Who could not be attached; it is tried again when it is configured otherwise. */
  failed: ReaderSettings | undefined
}

/**
 * The readers that are attached. A reader whose line is configured as before is not touched; one
 * that is configured otherwise leaves when nothing is under way, and joins anew.
 */
export class Roster {
  readonly #parts: RosterParts
  readonly #seats = new Map<string, Seat>()
  readonly #later$ = new Subject<AttachedReader>()
  #isOpen = false

  constructor(parts: RosterParts) {
    this.#parts = parts
    const end = (): void => {
      this.#later$.complete()
      for (const { member } of this.#seats.values()) member?.askToLeave()
    }
    parts.stop.addEventListener('abort', end, { once: true })
  }

  /** Attaches the first readers. Rejects with AssaydError when one cannot be. */
  async start(readers: readonly ReaderSettings[]): Promise<void> {
    for (const reader of readers) {
      const seat = seatFor(reader)
      this.#seats.set(reader.id, seat)
      seat.member = await this.#join(reader)
    }
  }

  /** Each reader when it joins; completes when no other will. */
  readonly joined$: Observable<AttachedReader> = defer(() => {
    this.#isOpen = true
    const first = this.readers()
    const { once, stop } = this.#parts
    if (once || stop.aborted) return from(first)
    queueMicrotask(() => this.#seeToAll())
    return concat(from(first), this.#later$)
  })

  /** Those that are attached now. */
  readers(): readonly AttachedReader[] {
    return [...this.#seats.values()].flatMap(({ member }) => (member ? [member.attached] : []))
  }

  /** Throws AssaydError when one of them could never be attached. */
  check(readers: readonly ReaderSettings[]): void {
    for (const reader of readers) {
      const wanted = this.#seats.get(reader.id)?.wanted
      if (wanted === undefined || !isSameLine(wanted, reader))
        insistOnAttachable(this.#parts.world, reader)
    }
  }

  /** From now on these are the readers; who has to leave or join does so when it can. */
  want(readers: readonly ReaderSettings[]): void {
    const byId = new Map(readers.map((reader) => [reader.id, reader]))
    for (const [id, seat] of this.#seats) {
      const wanted = byId.get(id)
      const isChanged = wanted !== undefined && wanted.trigger !== seat.wanted?.trigger
      seat.wanted = wanted
      if (isChanged && seat.member !== undefined) this.#parts.desk.changed(id)
    }
    for (const [id, wanted] of byId) {
      if (!this.#seats.has(id)) this.#seats.set(id, seatFor(wanted))
    }
    if (this.#isOpen) this.#seeToAll()
  }

  /** Puts simulated readers away. */
  async close(): Promise<void> {
    for (const { member } of this.#seats.values()) await member?.putAway()
  }

  #seeToAll(): void {
    for (const [id, seat] of this.#seats) void this.#seeTo(id, seat)
  }

  /** Until who sits there is who is wanted, also when that changes meanwhile. */
  async #seeTo(id: string, seat: Seat): Promise<void> {
    if (seat.isSeenTo) return
    seat.isSeenTo = true
    try {
      for (;;) {
        const step = this.#nextStep(id, seat)
        if (step === undefined) break
        await step
      }
      seat.isSeenTo = false
    } catch (error) {
      this.#later$.error(error)
    }
  }

  /** Undefined when all is as it is wanted. */
  #nextStep(id: string, seat: Seat): Promise<void> | undefined {
    const { member, wanted, failed } = seat
    if (this.#parts.stop.aborted) return undefined
    if (member !== undefined) {
      const isAsWanted = wanted !== undefined && isSameLine(member.configured, wanted)
      return isAsWanted ? undefined : this.#empty(id, seat, member)
    }
    if (wanted === undefined) this.#seats.delete(id)
    return wanted === undefined || wanted === failed ? undefined : this.#fill(seat, wanted)
  }

  async #empty(id: string, seat: Seat, member: Member): Promise<void> {
    member.askToLeave()
    await member.left
    await member.putAway()
    seat.member = undefined
    this.#parts.desk.leave(id)
  }

  async #fill(seat: Seat, wanted: ReaderSettings): Promise<void> {
    try {
      const member = await this.#join(wanted)
      seat.member = member
      this.#later$.next(member.attached)
    } catch (error) {
      if (!(error instanceof AssaydError)) throw error
      seat.failed = wanted
      this.#parts.tell({ kind: 'failed', reader: wanted.id, error })
    }
  }

  async #join(configured: ReaderSettings): Promise<Member> {
    const { putAway, ...line } = await attach(this.#parts.world, configured)
    const leaving = new AbortController()
    const left = Promise.withResolvers<void>()
    const hasLeft = (): void => {
      member.isOver = true
      left.resolve()
      if (!leaving.signal.aborted) this.#endWhenAllAreOver()
    }
    const member: Member = {
      configured,
      attached: { ...line, leave: leaving.signal, hasLeft },
      putAway,
      askToLeave: () => leaving.abort(),
      left: left.promise,
      isOver: false,
    }
    this.#parts.desk.join(line)
    return member
  }

  /** Lines that end by themselves, as replays do, end the daemon when there is no other. */
  #endWhenAllAreOver(): void {
    const seats = [...this.#seats.values()]
    if (seats.every(({ member }) => member?.isOver === true)) this.#later$.complete()
  }
}

function seatFor(wanted: ReaderSettings): Seat {
  return { wanted, member: undefined, isSeenTo: false, failed: undefined }
}
