import type { Fault, Heard } from './ports/driver.ts'

/** Bytes that belong to nothing, told as one fault a run, not one a byte. */
export interface Noise {
  add(byte: number): readonly Heard[]
  addAll(bytes: Iterable<number>): readonly Heard[]
  /** The run is over: what was not told yet is told. */
  end(): readonly Heard[]
  readonly isRunning: boolean
}

/**
 * So many bytes of one run are kept in its first fault; later faults of the same run come ever more
 * rarely: when 512 bytes are full or the run ends, then at 2 KiB, 8 KiB and so on.
 */
const KEPT_BYTES = 512
const GROWTH = 4

/** Nothing was heard yet; `what` the bytes belong to none of, as `answer` or `plate`. */
export function createNoise(what: string): Noise {
  let kept: number[] = []
  let unsaid = 0
  let total = 0
  let tellAt = KEPT_BYTES
  const tell = (): readonly Heard[] => {
    if (unsaid === 0) return []
    const fault = noiseFault({ what, count: unsaid, kept: Uint8Array.from(kept) })
    kept = []
    unsaid = 0
    return [{ kind: 'fault', fault }]
  }
  const add = (byte: number): readonly Heard[] => {
    unsaid += 1
    total += 1
    if (kept.length < KEPT_BYTES) kept.push(byte)
    if (total < tellAt) return []
    tellAt *= GROWTH
    return tell()
  }
  return {
    add,
    addAll: (bytes) => Array.from(bytes).flatMap((byte) => add(byte)),
    end() {
      const heard = tell()
      total = 0
      tellAt = KEPT_BYTES
      return heard
    },
    get isRunning() {
      return total > 0
    },
  }
}

interface Run {
  readonly what: string
  readonly count: number
  readonly kept: Uint8Array
}

function noiseFault({ what, count, kept }: Run): Fault {
  const counted = count === 1 ? 'One byte' : `${count} bytes`
  const some = kept.length < count ? ` The first ${kept.length} are kept here.` : ''
  return {
    code: 'reader-noise',
    message: `${counted} came that belong to no ${what}.${some}`,
    hint: 'If this happens often, check the cable, its shield and the line settings of the reader.',
    bytes: kept,
  }
}
