import { ReaderError } from '../core/errors.ts'
import type { AnswerLimits, Heard, Line, Reply } from '../ports/driver.ts'
import type { LineEvent } from '../ports/capture.ts'
import type { Clock } from '../ports/clock.ts'
import { openUnasked, type Unasked } from './unasked.ts'

/**
 * What a conversation needs: time, a way to put bytes on the wire, and a way to tell what happened.
 */
export interface ConversationParts {
  readonly clock: Clock
  readonly write: (bytes: Uint8Array) => Promise<void>
  /**
   * Told of every send before its bytes leave, and of every wait that ran out; the decoder hears it
   * there.
   */
  readonly tell: (event: LineEvent) => void
  /** How long what comes unasked may pause before it is over; null where nothing comes unasked. */
  readonly unaskedQuietMs: number | null
}

/** A line to talk on, and the three things it must be told by whoever owns the connection. */
export interface Conversation {
  readonly line: Line
  /** Bytes arrived: the wait under way starts its quiet limit anew. */
  arrived(bytes: Uint8Array): void
  /** The decoder heard something; a reply ends the wait under way. */
  heard(heard: Heard): void
  /** Sends bytes the protocol demands at once, outside any exchange; nothing once it is lost. */
  say(bytes: Uint8Array): void
  /**
   * Somebody wants the read under way to end. Once an exchange began that can be stopped, the
   * reader is told at once; any further such exchange is refused before its first byte, until the
   * read is over.
   */
  stopRead(): void
  readOver(): void
  /** The port is lost or closed: the wait under way, and every later one, rejects with this. */
  lost(error: Error): void
  /** What comes without having been asked for. */
  readonly unasked: Pick<Unasked, 'whole' | 'isGoingOn'>
}

interface Wait {
  readonly limits: AnswerLimits
  readonly resolve: (reply: Reply) => void
  readonly reject: (error: Error) => void
  callOffTimer: () => void
}

interface Pauses {
  readonly pause: (ms: number) => Promise<void>
  /** Every pause under way, and every later one, rejects with this. */
  end(error: Error): void
}

function openPauses(clock: Clock): Pauses {
  const wakers = new Set<(error: Error) => void>()
  let endedWith: Error | undefined
  const begin = (ms: number, resolve: () => void, reject: (error: Error) => void): void => {
    const wake = (error: Error): void => {
      callOff()
      reject(error)
    }
    const callOff = clock.after(ms, () => {
      wakers.delete(wake)
      resolve()
    })
    wakers.add(wake)
  }
  return {
    pause: async (ms) => {
      if (endedWith !== undefined) throw endedWith
      return new Promise((resolve, reject) => begin(ms, resolve, reject))
    },
    end: (error) => {
      endedWith ??= error
      for (const wake of wakers) wake(error)
      wakers.clear()
    },
  }
}

interface Stopping {
  /** Throws ReaderError `reader-aborted` when the exchange belongs to a read that is to stop. */
  readonly check: (limits: AnswerLimits) => void
  /** Tells the reader at once where the wait under way, with these limits, can be stopped. */
  readonly stop: (limits: AnswerLimits | undefined, say: (bytes: Uint8Array) => void) => void
  readonly over: () => void
}

function openStopping(): Stopping {
  let isStopping = false
  let stopWith: Uint8Array | undefined
  return {
    check: (limits) => {
      if (limits.stopWith === undefined) return
      if (isStopping) throw stoppedBefore()
      stopWith = limits.stopWith
    },
    stop: (limits, say) => {
      isStopping = true
      const isStoppable = limits === undefined || limits.stopWith !== undefined
      if (isStoppable && stopWith !== undefined) say(stopWith)
    },
    over: () => {
      isStopping = false
      stopWith = undefined
    },
  }
}

function stoppedBefore(): ReaderError {
  return new ReaderError('reader-aborted', 'The read was stopped by command before it began.', {
    hint: 'Start the read again when the plate is to be read.',
    bytes: new Uint8Array(),
    retryable: false,
  })
}

/**
 * Turns "send this and wait for the reply" into events on the line. One exchange at a time; every
 * wait has a limit, and a limit that runs out is itself an event, so that a replayed capture
 * decodes as the live line did.
 */
export function openConversation(parts: ConversationParts): Conversation {
  const { clock } = parts
  const stopping = openStopping()
  const pauses = openPauses(clock)
  let wait: Wait | undefined
  let lostWith: Error | undefined
  const end = (): Wait | undefined => {
    const ended = wait
    ended?.callOffTimer()
    wait = undefined
    return ended
  }
  const ranOut = (): void => {
    const asked = wait
    parts.tell({ kind: 'silence', atMs: clock.monotonicMs() })
    if (asked === undefined || wait !== asked) return
    end()?.reject(new TypeError('The decoder gave no reply to a silence.'))
  }
  const unasked = openUnasked(parts, ranOut)
  const lost = (error: Error): void => {
    lostWith ??= error
    unasked.close()
    end()?.reject(lostWith)
    pauses.end(lostWith)
  }
  const say = (bytes: Uint8Array): void => {
    if (lostWith !== undefined) return
    parts.tell({ kind: 'sent', atMs: clock.monotonicMs(), bytes })
    parts.write(bytes).catch(lost)
  }
  const ask = async (bytes: Uint8Array, limits: AnswerLimits): Promise<Reply> => {
    if (lostWith !== undefined) throw lostWith
    if (wait !== undefined) throw new TypeError('A line carries one exchange at a time.')
    stopping.check(limits)
    unasked.end()
    const reply = new Promise<Reply>((resolve, reject) => {
      const callOffTimer = clock.after(limits.firstByteMs, ranOut)
      wait = { limits, resolve, reject, callOffTimer }
    })
    say(bytes)
    return reply
  }

  return {
    line: { ask, pause: pauses.pause },
    arrived: (bytes) => {
      if (wait === undefined) return lostWith === undefined ? unasked.arrived(bytes) : undefined
      wait.callOffTimer()
      wait.callOffTimer = clock.after(wait.limits.quietMs, ranOut)
    },
    heard: (heard) => {
      if (heard.kind === 'reply') end()?.resolve(heard.reply)
    },
    say,
    stopRead: () => stopping.stop(wait?.limits, say),
    readOver: stopping.over,
    lost,
    unasked,
  }
}
