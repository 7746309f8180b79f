/** Which plates are listed; what is left out does not matter. */
export interface PlateQuery {
  readonly plate?: string
  readonly readerId?: string
  /** Days on which the last read came, `2026-11-23`, both included. */
  readonly since?: string
  readonly until?: string
  /** So many of those that were read last. */
  readonly newestMax?: number
  /** Only those that stand before this key of another page. */
  readonly before?: string
}

/** Which earlier plates are asked for. */
export interface HistoryQuery {
  readonly assayId: string
  readonly kitLot: string
  /** The plate that is judged; it is not its own history. */
  readonly plate: string
  /** Its read: what was read later is no history, also when it is computed again. */
  readonly readId: number
  /** So many of the lot's first plates, and so many of its newest. */
  readonly firstMax: number
  readonly newestMax: number
}
