import { expect, it } from 'vitest'

import type { LineEvent } from '../../src/ports/capture.ts'
import { lostFrom } from '../../src/plates/lost-expectations.ts'

const note = (kind: 'asked' | 'resumed' | 'ended'): LineEvent => ({ kind, atMs: 0, note: '' })
const received = (bytes: number): LineEvent => {
  return { kind: 'received', atMs: 0, bytes: new Uint8Array(bytes) }
}
const ASKED = [note('asked'), received(10), note('ended')]
const RESUMED = [received(3), note('asked'), note('resumed'), received(10)]
const FETCHED = [...RESUMED, note('ended')]

it.each([
  { of: 'a line that was only listened to', events: [received(10)], fixed: [], lost: [] },
  { of: 'a read', events: ASKED, fixed: [0], lost: [] },
  { of: 'a read that a crash kept from being asked for', events: [], fixed: [0], lost: [] },
  { of: 'a read that is known nowhere', events: ASKED, fixed: [], lost: [0] },
  { of: 'the second of two', events: [...ASKED, ...ASKED], fixed: [0], lost: [10] },
  { of: 'one that gave not a byte', events: [note('asked'), ...ASKED], fixed: [0], lost: [0] },
  { of: 'what was fixed anew', events: [...ASKED, ...ASKED], fixed: [0, 0, 10], lost: [] },
  { of: 'one that waits to be resumed', events: RESUMED, fixed: [], lost: [] },
  { of: 'one whose data were asked for', events: FETCHED, fixed: [13], lost: [] },
  { of: 'one that was resumed', events: FETCHED, fixed: [], lost: [3] },
])('Of $of $lost is lost', ({ events, fixed, lost }) => {
  expect(lostFrom(events, fixed).map(({ fromByte }) => fromByte)).toEqual(lost)
})

it('The sheets of a read are those of its own note, and of a resumed one nobody knows them', () => {
  const sheets = [{ plate: 'P1', sha256: 'a'.repeat(64) }]
  const events = [{ ...note('asked'), sheets }, received(10), note('ended'), note('asked')]
  expect(lostFrom(events, []).map(({ named }) => named)).toEqual([sheets, undefined])
  const resumed = [{ ...note('asked'), sheets }, note('resumed'), received(10), note('ended')]
  expect(lostFrom(resumed, []).map(({ named }) => named)).toEqual([undefined])
})
