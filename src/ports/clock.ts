/**
 * A moment as a lab records it: the instant, and what the wall clock's offset from UTC was then.
 */
export interface Instant {
  readonly epochMs: number
  readonly offsetMinutes: number
}

/** Time, injected. Waits and stamps come from here, so that tests can own both. */
export interface Clock {
  now(): Instant
  /** Milliseconds since an arbitrary start, never going back. */
  monotonicMs(): number
  /** Calls `action` once after `ms`; the returned function calls it off. */
  after(ms: number, action: () => void): () => void
}

/** ISO 8601 with milliseconds and offset: `2026-11-23T09:15:00.123+03:00`. */
export function isoFromInstant({ epochMs, offsetMinutes }: Instant): string {
  const local = new Date(epochMs + offsetMinutes * 60_000).toISOString().slice(0, -1)
  const sign = offsetMinutes < 0 ? '-' : '+'
  const hours = String(Math.floor(Math.abs(offsetMinutes) / 60)).padStart(2, '0')
  const minutes = String(Math.abs(offsetMinutes) % 60).padStart(2, '0')
  return `${local}${sign}${hours}:${minutes}`
}

/**
 * The instant an ISO 8601 text with offset names, the inverse of `isoFromInstant`. Throws
 * RangeError for other texts.
 */
export function instantFromIso(text: string): Instant {
  const match = /^\d{4}-\d\d-\d\dT[\d:.]+([+-])(\d\d):(\d\d)$/.exec(text)
  const epochMs = Date.parse(text)
  if (match === null || Number.isNaN(epochMs)) {
    throw new RangeError(`Expected a time such as 2026-11-23T09:15:00.123+03:00, got '${text}'.`)
  }
  const minutes = Number(match[2]) * 60 + Number(match[3])
  return { epochMs, offsetMinutes: match[1] === '-' ? -minutes : minutes }
}
