import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** A running daemon as the kernel sees it, and the size of what it writes. */
export interface Sample {
  readonly atMs: number
  readonly rssMb: number
  readonly descriptors: number
  readonly walMb: number
  readonly databaseMb: number
}

const MB = 1024 * 1024

export function sampleOf(pid: number, dataFolder: string, atMs: number): Sample {
  return {
    atMs,
    rssMb: rssMbOf(pid),
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    walMb: sizeMb(join(dataFolder, 'assayd.sqlite-wal')),
    databaseMb: sizeMb(join(dataFolder, 'assayd.sqlite')),
  }
}

/** Memory of the process that is in RAM, in MiB. */
export function rssMbOf(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kib) / 1024
}

function sizeMb(file: string): number {
  return existsSync(file) ? statSync(file).size / MB : 0
}

/** How much the line of least squares through the samples rises from the first to the last. */
export function riseMb(samples: readonly Sample[]): number {
  const mean = (of: (one: Sample) => number): number =>
    samples.reduce((sum, one) => sum + of(one), 0) / samples.length
  const [atMs, rssMb] = [mean((one) => one.atMs), mean((one) => one.rssMb)]
  const spread = mean((one) => (one.atMs - atMs) ** 2)
  const slope = mean((one) => (one.atMs - atMs) * (one.rssMb - rssMb)) / spread
  return slope * ((samples.at(-1)?.atMs ?? 0) - (samples[0]?.atMs ?? 0))
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}
