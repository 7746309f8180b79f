/** Places for what stays a while. */
export interface Seats {
  /** False when all are taken. */
  take(): boolean
  leave(): void
}

/** So many places at a time. */
export function seatsFor(most: number): Seats {
  let taken = 0
  return {
    take: () => {
      if (taken >= most) return false
      taken += 1
      return true
    },
    leave: () => void (taken -= 1),
  }
}
