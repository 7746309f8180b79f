/**
 * What a concentration is worth. `ok`: inside the plate's working range; `below_lloq` and
 * `above_uloq`: the curve gives a number, outside that range; `below_curve` and `above_curve`: the
 * OD lies beyond an asymptote and no number exists; `saturated`: the reader's own overrange;
 * `not_fitted`: the plate has no usable curve.
 */
export type ResultState =
  | 'ok'
  | 'below_lloq'
  | 'below_curve'
  | 'above_uloq'
  | 'above_curve'
  | 'saturated'
  | 'unread'
  | 'masked'
  | 'not_fitted'

/**
 * A concentration with its worth. Numbers are in the assay's unit; null means there is none, and
 * the state says why.
 */
export interface Concentration {
  readonly state: ResultState
  readonly value: number | null
  /** Standard error of the value, calibration and wells together. */
  readonly se: number | null
  /** Limits of the 95 % confidence interval of the value. */
  readonly ciLow: number | null
  readonly ciHigh: number | null
  /**
   * What is certain when the state is not `ok`: the concentration is at least `lower` and at most
   * `upper`; null is unbounded.
   */
  readonly lower: number | null
  readonly upper: number | null
  /** One sentence when the state is not `ok`, otherwise empty. */
  readonly reason: string
}

/**
 * A derived number with what is certain about it; value, lower and upper are equal when nothing was
 * censored.
 */
export interface Bounded {
  readonly value: number | null
  readonly se: number | null
  readonly lower: number | null
  readonly upper: number | null
}

/** What a response is worth: which of its two concentrations is only known as a bound. */
export type ResponseState =
  | 'ok'
  | 'baseline_censored'
  | 'challenge_censored'
  | 'both_censored'
  | 'not_known'
