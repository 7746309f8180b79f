/**
 * A verdict for another analysis than the one that stands. It stays with the analysis that was
 * signed, and says nothing of the one that stands: that must be reviewed again.
 */
export interface LapsedVerdict {
  readonly verdict: 'accepted' | 'rejected'
  /** Of the analysis that was signed. */
  readonly version: number
  /** The printed name of whoever signed. */
  readonly name: string
  /** ISO 8601 with offset. */
  readonly at: string
}

/**
 * In words; `stands` is the version that holds now, null where the plate has no read any more.
 */
export function lapsedInWords(
  { verdict, version, name, at }: LapsedVerdict,
  stands: number | null,
): string {
  const when = at.replace('T', ' ').replace(/\.\d+/, '')
  const now = whatStands(stands, version)
  return `${verdict} at ${when} by ${name} for analysis ${version}; ${now}`
}

function whatStands(stands: number | null, version: number): string {
  if (stands === null) return 'its read was given to another plate since: review that one'
  // The analysis of the read that is left could not be made yet.
  if (stands === version) return 'its read was given to another plate since: review the next'
  return `analysis ${stands} stands since: review again`
}
