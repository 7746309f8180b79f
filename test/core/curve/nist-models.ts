/**
 * NIST's nonlinear regression models with their derivatives by b1, b2 …; Nelson alone has a second
 * variable.
 */
export type NistModel = (
  x: number,
  b: readonly number[],
  x2: number,
) => readonly [number, ...number[]]

const chwirut: NistModel = (x, [b1 = 0, b2 = 0, b3 = 0]) => {
  const bottom = b2 + b3 * x
  const value = Math.exp(-b1 * x) / bottom
  return [value, -x * value, -value / bottom, (-x * value) / bottom]
}

const gauss: NistModel = (x, [b1 = 0, b2 = 0, b3 = 0, b4 = 0, b5 = 0, b6 = 0, b7 = 0, b8 = 0]) => {
  const decay = Math.exp(-b2 * x)
  const [one, two] = [peak(x, b3, b4, b5), peak(x, b6, b7, b8)]
  return [b1 * decay + one[0] + two[0], decay, -b1 * x * decay, ...one.slice(1), ...two.slice(1)]
}

/** A Gaussian peak and its derivatives by height, place and width. */
function peak(x: number, ...[height, place, width]: readonly [number, number, number]) {
  const z = (x - place) / width
  const e = Math.exp(-z * z)
  const byPlace = (2 * height * e * z) / width
  return [height * e, e, byPlace, byPlace * z] as const
}

/** Three decays. */
const lanczos: NistModel = (x, [b1 = 0, b2 = 0, b3 = 0, b4 = 0, b5 = 0, b6 = 0]) => {
  const [e2, e4, e6] = [Math.exp(-b2 * x), Math.exp(-b4 * x), Math.exp(-b6 * x)]
  const value = b1 * e2 + b3 * e4 + b5 * e6
  return [value, e2, -b1 * x * e2, e4, -b3 * x * e4, e6, -b5 * x * e6]
}

/** A ratio of two polynomials: so many coefficients above, the rest below, where 1 comes first. */
function rational(x: number, b: readonly number[], above: number): readonly [number, ...number[]] {
  const powers = b.map((_, k) => x ** (k < above ? k : k - above + 1))
  const sum = (from: number, to: number): number =>
    b.slice(from, to).reduce((total, value, k) => total + value * (powers[from + k] ?? NaN), 0)
  const [top, bottom] = [sum(0, above), 1 + sum(above, b.length)]
  const derivatives = powers.map((power, k) =>
    k < above ? power / bottom : (-top * power) / bottom ** 2,
  )
  return [top / bottom, ...derivatives]
}

const enso: NistModel = (
  x,
  [b1 = 0, b2 = 0, b3 = 0, b4 = 0, b5 = 0, b6 = 0, b7 = 0, b8 = 0, b9 = 0],
) => {
  const turn = 2 * Math.PI * x
  const wave = (period: number, cosine: number, sine: number): readonly number[] => {
    const [c, s] = [Math.cos(turn / period), Math.sin(turn / period)]
    return [cosine * c + sine * s, c, s, ((cosine * s - sine * c) * turn) / period ** 2]
  }
  const year = wave(12, b2, b3)
  const [two = 0, byB5 = 0, byB6 = 0, byB4 = 0] = wave(b4, b5, b6)
  const [three = 0, byB8 = 0, byB9 = 0, byB7 = 0] = wave(b7, b8, b9)
  const [one = 0, byB2 = 0, byB3 = 0] = year
  return [b1 + one + two + three, 1, byB2, byB3, byB4, byB5, byB6, byB7, byB8, byB9]
}

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
  Thurber: (x, b) => rational(x, b, 4),
  Hahn1: (x, b) => rational(x, b, 4),
  Kirby2: (x, b) => rational(x, b, 3),
  Chwirut1: chwirut,
  Chwirut2: chwirut,
  Gauss1: gauss,
  Gauss2: gauss,
  Gauss3: gauss,
  Lanczos1: lanczos,
  Lanczos2: lanczos,
  Lanczos3: lanczos,
  ENSO: enso,
  Bennett5: (x, [b1 = 0, b2 = 0, b3 = 0]) => {
    const power = (b2 + x) ** (-1 / b3)
    const value = b1 * power
    return [value, power, -value / (b3 * (b2 + x)), (value * Math.log(b2 + x)) / b3 ** 2]
  },
  Misra1b: (x, [b1 = 0, b2 = 0]) => {
    const base = 1 + (b2 * x) / 2
    return [b1 * (1 - base ** -2), 1 - base ** -2, b1 * x * base ** -3]
  },
  Misra1c: (x, [b1 = 0, b2 = 0]) => {
    const base = 1 + 2 * b2 * x
    return [b1 * (1 - base ** -0.5), 1 - base ** -0.5, b1 * x * base ** -1.5]
  },
  Misra1d: (x, [b1 = 0, b2 = 0]) => {
    const base = 1 + b2 * x
    return [(b1 * b2 * x) / base, (b2 * x) / base, (b1 * x) / base ** 2]
  },
  Nelson: (x1, [b1 = 0, b2 = 0, b3 = 0], x2) => {
    const e = x1 * Math.exp(-b3 * x2)
    return [b1 - b2 * e, 1, -e, b2 * x2 * e]
  },
  Roszman1: (x, [b1 = 0, b2 = 0, b3 = 0, b4 = 0]) => {
    const z = b3 / (x - b4)
    const byZ = -1 / (Math.PI * (1 + z * z))
    return [b1 - b2 * x - Math.atan(z) / Math.PI, 1, -x, byZ / (x - b4), (byZ * z) / (x - b4)]
  },
}
