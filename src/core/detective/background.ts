/**
 * How common an OD is on this very plate, whatever the wells hold: a smoothed histogram of the log
 * ODs. Every score is a ratio to it, so that wells near the blank agree with one another on a plate
 * of negatives without that being evidence of anything.
 */
export interface Background {
  /** Natural logarithm of the density at a log OD. */
  logDensity(logOd: number): number
  /** The highest there is. */
  readonly highest: number
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
  const pilot = new Float64Array(BINS)
  smooth(counts, pilot, () => PILOT)
  const logs = new Float64Array(BINS)
  smooth(counts, logs, (bin) => PILOT * Math.sqrt(CROWDED / (pilot[bin] ?? CROWDED)))
  const cumulative = new Float64Array(BINS)
  let sum = 0
  let highest = -Infinity
  for (let bin = 0; bin < BINS; bin += 1) {
    const density = logs[bin] ?? 0
    sum += density * STEP
    cumulative[bin] = sum
    logs[bin] = Math.log(density)
    highest = Math.max(highest, logs[bin] ?? 0)
  }
  return {
    logDensity: (logOd) => interpolated(logs, logOd),
    highest,
    below: (logOd) => Math.min(1, interpolated(cumulative, logOd)),
  }
}

/** The share of the wells in each bin, a value between two bins being split between them. */
function histogram(logOds: Float64Array): Float64Array {
  const shares = new Float64Array(BINS)
  let known = 0
  for (let at = 0; at < logOds.length; at += 1) {
    const logOd = logOds[at] ?? 0
    if (Number.isNaN(logOd)) continue
    const position = positionOf(logOd)
    const bin = Math.floor(position)
    shares[bin] = (shares[bin] ?? 0) + 1 - (position - bin)
    shares[bin + 1] = (shares[bin + 1] ?? 0) + position - bin
    known += 1
  }
  for (let bin = 0; bin < BINS; bin += 1) shares[bin] = (shares[bin] ?? 0) / Math.max(1, known)
  return shares
}

/** Writes the density of shares that are spread by a kernel of a width for each bin. */
function smooth(
  shares: Float64Array,
  density: Float64Array,
  widthAt: (bin: number) => number,
): void {
  density.fill(EVEN_SHARE / (BINS * STEP))
  for (let bin = 0; bin < BINS; bin += 1) {
    const share = (1 - EVEN_SHARE) * (shares[bin] ?? 0)
    if (share === 0) continue
    const kernel = kernelNear(widthAt(bin))
    const reach = kernel.length - 1
    const last = Math.min(BINS - 1, bin + reach)
    for (let at = Math.max(0, bin - reach); at <= last; at += 1) {
      density[at] = (density[at] ?? 0) + share * (kernel[Math.abs(at - bin)] ?? 0)
    }
  }
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
  const position = positionOf(logOd)
  const bin = Math.floor(position)
  const beyond = position - bin
  return (1 - beyond) * (values[bin] ?? 0) + beyond * (values[bin + 1] ?? 0)
}

/** Where between the bins a log OD lies; ODs off the scale count as its ends. */
function positionOf(logOd: number): number {
  return Math.min(BINS - 1.001, Math.max(0, (logOd - FROM) / STEP))
}
