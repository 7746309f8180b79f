import type { Clock } from '../ports/clock.ts'

/** A reader that says nothing for so long behind a whole plate is between two plates. */
const BETWEEN_PLATES_MS = 500
const LINE_ENDS: ReadonlySet<number> = new Set([0x0a, 0x0d])

/** What a reader says without having been asked. */
export interface Unasked {
  /** Bytes came that nobody waits for; when they pause for too long, what they began is over. */
  arrived(bytes: Uint8Array): void
  /** A plate was whole with the last of these bytes. */
  whole(): void
  end(): void
  /** The line is lost: nothing is waited for any more. */
  close(): void
  /** More of what began may still come. */
  isGoingOn(): boolean
}

export interface UnaskedParts {
  readonly clock: Clock
  /** How long it may pause before it is over; null where nothing comes unasked. */
  readonly unaskedQuietMs: number | null
}

/** Calls `over` when what came unasked has paused for too long. */
export function openUnasked({ clock, unaskedQuietMs }: UnaskedParts, over: () => void): Unasked {
  let callOff = (): void => {}
  let callOffBetween = (): void => {}
  let isGoingOn = false
  let isWhole = false
  let isClosed = false
  const settled = (): void => {
    isGoingOn = false
    isWhole = false
  }
  const end = (): void => {
    callOff()
    callOffBetween()
    settled()
  }
  return {
    arrived: (bytes) => {
      callOff()
      if (unaskedQuietMs === null) return
      callOff = clock.after(unaskedQuietMs, () => {
        settled()
        over()
      })
      if (isWhole && isLineEndsAlone(bytes)) return
      callOffBetween()
      isWhole = false
      isGoingOn = true
    },
    whole: () => {
      if (isClosed) return
      isWhole = true
      callOffBetween()
      callOffBetween = clock.after(BETWEEN_PLATES_MS, settled)
    },
    end,
    close: () => {
      isClosed = true
      end()
    },
    isGoingOn: () => isGoingOn,
  }
}

/** They end what was said before, and begin nothing. */
export function isLineEndsAlone(bytes: Uint8Array): boolean {
  return bytes.every((byte) => LINE_ENDS.has(byte))
}
