/** Wakes one who waits; rung while nobody waits, it is heard by the next who does. */
export interface Bell {
  readonly ring: () => void
  readonly isRinging: () => boolean
  /** Resolves when it was rung since the last time. One waits at a time. */
  readonly rung: () => Promise<void>
}

export function openBell(): Bell {
  let isRinging = false
  let hear = (): void => {}
  return {
    ring: () => {
      isRinging = true
      hear()
    },
    isRinging: () => isRinging,
    rung: async () => {
      if (!isRinging) await new Promise<void>((resolve) => void (hear = resolve))
      hear = () => {}
      isRinging = false
    },
  }
}
