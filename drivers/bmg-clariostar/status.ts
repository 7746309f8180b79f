// The sixteen bytes of a status. Source: the fork of PyLabRobot, from 7 927 recorded answers.

/** What the reader says of itself, as far as it is needed here. */
export interface Status {
  /** It measures, moves or starts. */
  readonly isBusy: boolean
  /** Data were measured and not handed over. */
  readonly hasUnreadData: boolean
  readonly isInitialized: boolean
  readonly isDrawerOpen: boolean
}

export const STATUS_BYTES = 16
/** How many of them are flags. */
export const FLAG_BYTES = 5
const BUSY = 0x20
const UNREAD_DATA = 0x01
const [INITIALIZED, DRAWER_OPEN] = [0x20, 0x01]

export function statusFromPayload(payload: Uint8Array): Status {
  const [, activity = 0, data = 0, hardware = 0] = payload
  return {
    isBusy: (activity & BUSY) !== 0,
    hasUnreadData: (data & UNREAD_DATA) !== 0,
    isInitialized: (hardware & INITIALIZED) !== 0,
    isDrawerOpen: (hardware & DRAWER_OPEN) !== 0,
  }
}

/** A status as a reader says it; what is not needed here is as in a recording at rest. */
export function payloadFromStatus(status: Status): Uint8Array {
  const payload = new Uint8Array(STATUS_BYTES)
  payload[0] = 0x01
  payload[1] = 0x05 | (status.isBusy ? BUSY : 0)
  payload[2] = status.hasUnreadData ? UNREAD_DATA : 0
  payload[3] = (status.isInitialized ? INITIALIZED : 0) | (status.isDrawerOpen ? DRAWER_OPEN : 0)
  payload[15] = 0xc0
  return payload
}
