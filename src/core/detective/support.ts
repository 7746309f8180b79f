/**
 * What one well, or one part of the plate, says for a hypothesis: natural logarithms of probability
 * ratios.
 */

/**
 * The log of a ratio when a share of the wells are strays that follow no rule: bounded below, so
 * that one bad well cannot outvote the plate.
 */
export function withStrays(logRatio: number, strayShare: number): number {
  return Math.log((1 - strayShare) * Math.exp(Math.min(logRatio, 500)) + strayShare)
}

/** The log density of a normal distribution. */
export function logNormal(deviation: number, variance: number): number {
  return -0.5 * ((deviation * deviation) / variance + Math.log(2 * Math.PI * variance))
}

/** The log density of a Laplace distribution. */
export function logLaplace(deviation: number, scale: number): number {
  return -Math.abs(deviation) / scale - Math.log(2 * scale)
}

/** log(e^a + e^b + …) without overflow. */
export function logSumExp(logs: readonly number[]): number {
  let highest = -Infinity
  for (const log of logs) highest = Math.max(highest, log)
  let sum = 0
  for (const log of logs) sum += Math.exp(log - highest)
  return highest + Math.log(sum)
}

/** From 0 far below zero to 1 far above it. */
export function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value))
}
