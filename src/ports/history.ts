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
