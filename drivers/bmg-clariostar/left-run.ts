import { hexFromBytes, type LeftRead } from '../../src/driver-kit.ts'

// What a reader goes on with when the connection ends: the payload of its run, as it was sent.

/** The run of this payload. How long a run takes at least, no source says. */
export function leftRun(payload: Uint8Array): LeftRead {
  return { told: hexFromBytes(payload), leastMs: 0 }
}

/** The payload of the run that was left. */
export function payloadFromTold(told: string): Uint8Array {
  return Uint8Array.from(told.split(' '), (byte) => Number.parseInt(byte, 16))
}
