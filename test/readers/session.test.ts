import { Subject } from 'rxjs'
import { expect, it } from 'vitest'

import type { LineEvent } from '../../src/ports/capture.ts'
import { openSession } from '../../src/readers/session.ts'
import { rejection } from '../support/rejection.ts'
import { simulatedClock } from '../support/simulated-clock.ts'

/** A connection whose last bytes come while it is being closed. */
function session() {
  const bytes$ = new Subject<Uint8Array>()
  const closed = Promise.withResolvers<void>()
  const connection = {
    bytes$,
    write: async () => {},
    retune: async () => {},
    close: () => closed.promise,
  }
  const clock = simulatedClock()
  const opened = openSession({ connection, clock, unaskedQuietMs: null })
  const events: LineEvent[] = []
  let isComplete = false
  opened.events$.subscribe({
    next: (event) => events.push(event),
    complete: () => (isComplete = true),
  })
  opened.start()
  return {
    opened,
    bytes$,
    closed,
    kinds: () => events.map(({ kind }) => kind),
    clock,
    events,
    isComplete: () => isComplete,
  }
}

it('What comes until the port is closed is heard, and the end is behind it', async () => {
  const { opened, bytes$, closed, kinds, isComplete } = session()
  const ended = opened.end()
  bytes$.next(Uint8Array.of(7))
  expect(kinds()).toEqual(['opened', 'received'])
  bytes$.complete()
  expect(kinds()).toEqual(['opened', 'received', 'closed'])
  expect([isComplete(), opened.lineEnded(), opened.lostWith()]).toEqual([true, false, undefined])
  closed.resolve()
  await ended
})

it('Nothing is said any more once the session is to end, and no wait outlasts it', async () => {
  const { opened, closed, kinds, clock } = session()
  const pause = rejection(opened.conversation.line.pause(1_000))
  const ended = opened.end()
  opened.conversation.say(Uint8Array.of(6))
  expect(kinds()).toEqual(['opened'])
  expect(await pause).toMatchObject({ message: 'The port was closed.' })
  expect(clock.waiting()).toBe(0)
  closed.resolve()
  await ended
  expect(kinds()).toEqual(['opened', 'closed'])
})

it('A session that ends by an error is lost by it, also when it ends again', async () => {
  const { opened, closed, events } = session()
  closed.resolve()
  const error = new Error('the disk is full')
  await Promise.all([opened.end(error), opened.end()])
  expect(opened.lostWith()).toBe(error)
  expect(events.at(-1)).toMatchObject({ kind: 'closed', note: 'the disk is full' })
})

it('What the host gives up because the session ends is not written down as over', async () => {
  const { opened, bytes$, closed, kinds } = session()
  opened.asked('a plate at 450 nm')
  const ended = opened.end()
  opened.note('ended', '')
  bytes$.next(Uint8Array.of(7))
  closed.resolve()
  await ended
  expect(kinds()).toEqual(['opened', 'asked', 'received', 'closed'])
})

it('A plate that was whole with the last bytes leaves no wait behind', async () => {
  const { opened, bytes$, closed, clock } = session()
  const ended = opened.end()
  bytes$.next(Uint8Array.of(7))
  opened.conversation.unasked.whole()
  expect(clock.waiting()).toBe(0)
  closed.resolve()
  await ended
})
