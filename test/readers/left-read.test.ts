import { expect, it } from 'vitest'

import {
  ACCEPTED_ECHO,
  DATA_PAYLOAD,
  STATUS_PAYLOAD,
  STOP_PAYLOAD,
} from '../../drivers/bmg-clariostar/commands.ts'
import { driver } from '../../drivers/bmg-clariostar/driver.ts'
import { frameOf } from '../../drivers/bmg-clariostar/frame.ts'
import { payloadFromRun, wellsWithin } from '../../drivers/bmg-clariostar/run-definition.ts'
import { payloadFromStatus } from '../../drivers/bmg-clariostar/status.ts'
import type { LineEvent } from '../../src/ports/capture.ts'
import { leftBy } from '../../src/readers/left-read.ts'

const WELLS = wellsWithin([1, 8], [1, 12])
const RUN = payloadFromRun({ wells: WELLS, wavelengthsNm: [450] }, 5)
const OTHER_RUN = payloadFromRun({ wells: WELLS, wavelengthsNm: [540] }, 5)

const said = (kind: 'sent' | 'received', payload: Uint8Array): LineEvent => ({
  kind,
  atMs: 0,
  bytes: frameOf(payload),
})
const sent = (payload: Uint8Array): LineEvent => said('sent', payload)
const received = (payload: Uint8Array): LineEvent => said('received', payload)
const note = (kind: 'asked' | 'ended'): LineEvent => ({ kind, atMs: 0, note: 'a plate' })
const silence: LineEvent = { kind: 'silence', atMs: 0 }

function asked(isBusy: boolean): readonly LineEvent[] {
  const status = { isBusy, hasUnreadData: !isBusy, isInitialized: true, isDrawerOpen: false }
  return [sent(STATUS_PAYLOAD), received(payloadFromStatus(status))]
}

/** A run is asked for, accepted, and seen at work. */
function begun(run: Uint8Array): readonly LineEvent[] {
  return [note('asked'), sent(run), received(Uint8Array.of(ACCEPTED_ECHO)), ...asked(true)]
}

/** Its data never came, and nobody waits for them any more. */
const FAILED = [...begun(RUN), ...asked(false), sent(DATA_PAYLOAD), silence, note('ended')]

it('A reader is left with the run that it was seen at', () => {
  expect(leftBy(driver, begun(RUN))).toBeDefined()
  expect(leftBy(driver, begun(RUN))).not.toEqual(leftBy(driver, begun(OTHER_RUN)))
})

it('What a read before was left with is not of the read that is asked for now', () => {
  expect(leftBy(driver, [...FAILED, note('asked'), ...asked(false)])).toBeUndefined()
  const next = leftBy(driver, [...FAILED, ...begun(OTHER_RUN)])
  expect(next).toEqual(leftBy(driver, begun(OTHER_RUN)))
})

it('Nothing is left of a run whose data were asked for, whatever came of it', () => {
  const asks = [...begun(RUN), ...asked(false), sent(DATA_PAYLOAD)]
  expect(leftBy(driver, asks)).toBeUndefined()
  expect(leftBy(driver, [...asks, silence])).toBeUndefined()
})

it('Nothing is left of a run that was told to stop, whether it has heard it or not', () => {
  expect(leftBy(driver, [...begun(RUN), sent(STOP_PAYLOAD)])).toBeUndefined()
  expect(leftBy(driver, [...begun(RUN), sent(STOP_PAYLOAD), ...asked(true)])).toBeUndefined()
})
