/** Some of NIST's nonlinear regression models with their derivatives by b1, b2 … */
export type NistModel = (x: number, b: readonly number[]) => readonly [number, ...number[]]

/** Value first, then the derivatives. */
export const NIST_MODELS: Readonly<Record<string, NistModel>> = {
  Misra1a: (x, [b1 = 0, b2 = 0]) => {
    const e = Math.exp(-b2 * x)
    return [b1 * (1 - e), 1 - e, b1 * x * e]
  },
  DanielWood: (x, [b1 = 0, b2 = 0]) => {
    const power = x ** b2
    return [b1 * power, power, b1 * power * Math.log(x)]
  },
  Ratkowsky2: (x, [b1 = 0, b2 = 0, b3 = 0]) => {
    const e = Math.exp(b2 - b3 * x)
    const q = 1 / (1 + e)
    return [b1 * q, q, -b1 * q * q * e, b1 * q * q * e * x]
  },
  Ratkowsky3: (x, [b1 = 0, b2 = 0, b3 = 0, b4 = 0]) => {
    const e = Math.exp(b2 - b3 * x)
    const power = (1 + e) ** (-1 / b4)
    const byE = (-b1 * power * e) / (b4 * (1 + e))
    return [b1 * power, power, byE, -byE * x, (b1 * power * Math.log1p(e)) / b4 ** 2]
  },
  Eckerle4: (x, [b1 = 0, b2 = 0, b3 = 0]) => {
    const z = (x - b3) / b2
    const e = Math.exp(-z * z * 0.5) / b2
    return [b1 * e, e, (b1 * e * (z * z - 1)) / b2, (b1 * e * z) / b2]
  },
  MGH09: (x, [b1 = 0, b2 = 0, b3 = 0, b4 = 0]) => {
    const [top, bottom] = [x * x + x * b2, x * x + x * b3 + b4]
    const share = top / bottom
    return [
      b1 * share,
      share,
      (b1 * x) / bottom,
      (-b1 * share * x) / bottom,
      (-b1 * share) / bottom,
    ]
  },
  MGH10: (x, [b1 = 0, b2 = 0, b3 = 0]) => {
    const e = Math.exp(b2 / (x + b3))
    return [b1 * e, e, (b1 * e) / (x + b3), (-b1 * e * b2) / (x + b3) ** 2]
  },
  MGH17: (x, [b1 = 0, b2 = 0, b3 = 0, b4 = 0, b5 = 0]) => {
    const [e4, e5] = [Math.exp(-x * b4), Math.exp(-x * b5)]
    return [b1 + b2 * e4 + b3 * e5, 1, e4, e5, -b2 * x * e4, -b3 * x * e5]
  },
  Thurber: (x, [b1 = 0, b2 = 0, b3 = 0, b4 = 0, b5 = 0, b6 = 0, b7 = 0]) => {
    const top = b1 + b2 * x + b3 * x ** 2 + b4 * x ** 3
    const bottom = 1 + b5 * x + b6 * x ** 2 + b7 * x ** 3
    const ofTop = [1, x, x ** 2, x ** 3].map((power) => power / bottom)
    const ofBottom = [x, x ** 2, x ** 3].map((power) => (-top * power) / bottom ** 2)
    return [top / bottom, ...ofTop, ...ofBottom]
  },
}
