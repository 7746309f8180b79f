/**
 * How common an OD is on this very plate, whatever the wells hold: a smoothed histogram of the log
 * ODs. Every score is a ratio to it, so that wells near the blank agree with one another on a plate
 * of negatives without that being evidence of anything.
 */
export interface Background {
  /** Natural logarithm of the density at a log OD. */
  logDensity(logOd: number): number
  /** The share of the plate below a log OD, from 0 to 1. */
  below(logOd: number): number
}

/** The scale: log ODs from OD 0 to OD 6 with the offset added. */
const FROM = -4.4
const STEP = 0.025
const BINS = 272
/** The first smoothing, which shows where the plate is crowded. */
const PILOT = 0.15
/**
 * Crowded log ODs are smoothed less, lonely ones more (Abramson 1982); below this density the
 * pilot's width will do.
 */
const CROWDED = 0.4
/** Widths to choose from, in log OD. */
const WIDTHS = [0.05, 0.075, 0.1, PILOT, 0.2]
/** This share of the density is the same everywhere, so that no OD is impossible. */
const EVEN_SHARE = 0.1

/** The background of the log ODs of a plate; NaN entries do not count. */
export function backgroundOf(logOds: Float64Array): Background {
  const counts = histogram(logOds)
  const pilot = smoothed(counts, () => PILOT)
  const density = smoothed(counts, (bin) => PILOT * Math.sqrt(CROWDED / (pilot[bin] ?? CROWDED)))
  const cumulative = new Float64Array(BINS)
  let sum = 0
  density.forEach((value, bin) => {
    sum += value * STEP
    cumulative[bin] = sum
  })
  const logs = density.map((value) => Math.log(value))
  return {
    logDensity: (logOd) => interpolated(logs, logOd),
    below: (logOd) => Math.min(1, interpolated(cumulative, logOd)),
  }
}

/** The share of the wells in each bin, a value between two bins being split between them. */
function histogram(logOds: Float64Array): Float64Array {
  const known = logOds.filter((logOd) => !Number.isNaN(logOd))
  const shares = new Float64Array(BINS)
  for (const logOd of known) {
    const { bin, beyond } = binOf(logOd)
    shares[bin] = (shares[bin] ?? 0) + (1 - beyond) / known.length
    shares[bin + 1] = (shares[bin + 1] ?? 0) + beyond / known.length
  }
  return shares
}

function smoothed(shares: Float64Array, widthAt: (bin: number) => number): Float64Array {
  const density = new Float64Array(BINS).fill(EVEN_SHARE / (BINS * STEP))
  shares.forEach((share, bin) => {
    if (share === 0) return
    const kernel = kernelNear(widthAt(bin))
    const reach = kernel.length - 1
    const last = Math.min(BINS - 1, bin + reach)
    for (let at = Math.max(0, bin - reach); at <= last; at += 1) {
      const height = (1 - EVEN_SHARE) * share * (kernel[Math.abs(at - bin)] ?? 0)
      density[at] = (density[at] ?? 0) + height
    }
  })
  return density
}

/** Normal densities from the middle outwards, as far as three standard deviations. */
const KERNELS = WIDTHS.map((width) =>
  Float64Array.from({ length: Math.ceil((3 * width) / STEP) + 1 }, (_, offset) => {
    const deviations = (offset * STEP) / width
    return Math.exp(-0.5 * deviations ** 2) / (width * Math.sqrt(2 * Math.PI))
  }),
)

/** The kernel of the widest width that is not wider, or the narrowest. */
function kernelNear(width: number): Float64Array {
  const at = WIDTHS.findLastIndex((one) => one <= width)
  return KERNELS[Math.max(0, at)] ?? new Float64Array()
}

function interpolated(values: Float64Array, logOd: number): number {
  const { bin, beyond } = binOf(logOd)
  return (1 - beyond) * (values[bin] ?? 0) + beyond * (values[bin + 1] ?? 0)
}

/**
 * The bin below a log OD, and how far to the next one it lies; ODs off the scale count as its ends.
 */
function binOf(logOd: number): { readonly bin: number; readonly beyond: number } {
  const position = Math.min(BINS - 1.001, Math.max(0, (logOd - FROM) / STEP))
  const bin = Math.floor(position)
  return { bin, beyond: position - bin }
}
