import { betaFront, betaTails, type BetaTails, type Share } from './incomplete-beta.ts'

/**
 * Fisher's F with `df1` and `df2` degrees of freedom: P(F ≤ f) = I_x(df1/2, df2/2) at
 * x = df1·f / (df1·f + df2) (Abramowitz & Stegun 26.6.2).
 */

/** The degrees of freedom of the numerator and of the denominator, any positive numbers. */
export interface FFreedom {
  readonly df1: number
  readonly df2: number
}

const STEPS_MAX = 2000
/** As near as a double can tell two logarithms of quantiles apart. */
const CLOSE = 2 ** -52

/** P(F ≤ f). Throws RangeError when f is negative or degrees of freedom are not positive. */
export function fCdf(f: number, freedom: FFreedom): number {
  return fTails(f, freedom).lower
}

/** P(F > f), the p-value of a test; a small one keeps all its digits. */
export function fUpperTail(f: number, freedom: FFreedom): number {
  return fTails(f, freedom).upper
}

/** The f with P(F ≤ f) = `probability`. Throws RangeError when there is none. */
export function fQuantile(probability: number, freedom: FFreedom): number {
  return seek(probability, freedom, 'lower')
}

/** The f with P(F > f) = `tail`. Throws RangeError when there is none. */
export function fUpperQuantile(tail: number, freedom: FFreedom): number {
  return seek(tail, freedom, 'upper')
}

function fTails(f: number, freedom: FFreedom): BetaTails {
  if (!(f >= 0)) throw new RangeError(`Expected an F of zero or more, got '${f}'.`)
  return betaTails(shareOf(f, freedom), freedom.df1 / 2, freedom.df2 / 2)
}

function shareOf(f: number, { df1, df2 }: FFreedom): Share {
  if (!(df1 > 0 && df2 > 0 && df1 < Infinity && df2 < Infinity)) {
    throw new RangeError(`Expected positive degrees of freedom, got '${df1}' and '${df2}'.`)
  }
  if (f === Infinity) return { x: 1, complement: 0 }
  const ratio = (df1 / df2) * f
  return { x: ratio / (1 + ratio), complement: 1 / (1 + ratio) }
}

/**
 * Newton's method for the logarithm of the tail in ln f, where a tail is nearly straight, kept
 * inside the bracket that is known so far and halving it where a step would leave it.
 */
function seek(probability: number, freedom: FFreedom, side: keyof BetaTails): number {
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`Expected a probability between 0 and 1, got '${probability}'.`)
  }
  const rising = side === 'lower' ? 1 : -1
  let [least, most] = [-700, 700]
  let at = 0
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const share = shareOf(Math.exp(at), freedom)
    const tail = betaTails(share, freedom.df1 / 2, freedom.df2 / 2)[side]
    const miss = Math.log(tail / probability) * rising
    if (miss < 0) least = at
    else most = at
    const slope = betaFront(share, freedom.df1 / 2, freedom.df2 / 2) / tail
    const newton = at - miss / slope
    const next = newton > least && newton < most ? newton : (least + most) / 2
    if (Math.abs(next - at) <= CLOSE * Math.max(1, Math.abs(at))) return Math.exp(next)
    at = next
  }
  return Math.exp(at)
}
