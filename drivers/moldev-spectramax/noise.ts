import type { Heard } from '../../src/driver-kit.ts'

import { noiseFault } from './faults.ts'

/** Bytes that belong to nothing, told as one fault a run, not one a byte. */
export interface Noise {
  add(byte: number): readonly Heard[]
  /** The run is over. */
  end(): readonly Heard[]
}

/**
 * So many bytes of one run are kept in its first fault; later faults of the same run come ever more
 * rarely: when 512 bytes are full or the run ends, then at 2 KiB, 8 KiB and so on.
 */
const KEPT_BYTES = 512
const GROWTH = 4

export function createNoise(): Noise {
  let kept: number[] = []
  let unsaid = 0
  let total = 0
  let tellAt = KEPT_BYTES
  const tell = (): readonly Heard[] => {
    if (unsaid === 0) return []
    const fault = { ...noiseFault(unsaid, kept.length), bytes: Uint8Array.from(kept) }
    kept = []
    unsaid = 0
    return [{ kind: 'fault', fault }]
  }
  return {
    add(byte) {
      unsaid += 1
      total += 1
      if (kept.length < KEPT_BYTES) kept.push(byte)
      if (total < tellAt) return []
      tellAt *= GROWTH
      return tell()
    },
    end() {
      const heard = tell()
      total = 0
      tellAt = KEPT_BYTES
      return heard
    },
  }
}
