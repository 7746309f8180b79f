import { isOd, type WellValue } from '../../src/core/plate-read.ts'
import type { Abilities } from '../../src/ports/driver.ts'
import type { SimulatedPlate, Simulator } from '../../src/ports/simulator.ts'
import { driverFor, type Drivers } from '../../src/registry.ts'
import { plateNumber } from '../support/numbered-plates.ts'

/** What faulty readers do, without end. */
const TROUBLES = ['babbles', 'stalls', 'corrupts', 'hangs-up'] as const

export type Trouble = (typeof TROUBLES)[number]

/** One reader of the bench: which family, which of its readers, and who starts it. */
export interface BenchReader {
  readonly id: string
  readonly driver: string
  readonly settings: unknown
  readonly start: 'command' | 'key'
  readonly trouble: Trouble | null
}

type Kind = Pick<BenchReader, 'driver' | 'settings' | 'start'>

export interface BenchParts {
  readonly count: number
  /** So many of them, the last ones, are faulty. */
  readonly faulty: number
}

/** Readers of every family that hangs on a line, in turn. */
export function benchReaders({ drivers }: Drivers, parts: BenchParts): readonly BenchReader[] {
  const kinds = [...drivers].flatMap(([driver, pair]) =>
    pair.simulator.variants
      .filter(({ settings }) => !isFile(pair.simulator, settings))
      .flatMap(({ settings }): Kind[] => {
        const { starts, wavelengthsMax } = driverFor(pair, settings).facts.abilities
        if (starts === 'at-reader') return [{ driver, settings, start: 'key' }]
        // The assay of the bench asks for two wavelengths.
        return wavelengthsMax > 1 ? [{ driver, settings, start: 'command' }] : []
      }),
  )
  const { count, faulty } = parts
  return Array.from({ length: count }, (_, at) => {
    const kind = kinds[at % kinds.length]
    if (kind === undefined) throw new RangeError('There is no driver.')
    const trouble = at < count - faulty ? null : (TROUBLES[at % TROUBLES.length] ?? null)
    return { ...kind, id: `r${String(at + 1).padStart(2, '0')}`, trouble }
  })
}

/** True where every plate is a file of its own, which ends with it. */
function isFile(simulator: Simulator, settings: unknown): boolean {
  const nextPlate = (): SimulatedPlate => plateNumber(1)
  const reader = simulator.create({ nextPlate, fault: null, seed: 1, settings })
  return (reader.pressStart?.() ?? []).some(({ hangUp }) => hangUp === true)
}

/** Plate number n, within what a reader can say. */
export function plateWithin(number: number, { od: range }: Abilities): SimulatedPlate {
  const plate = plateNumber(number)
  const within = (value: WellValue): WellValue =>
    isOd(value) ? Math.min(range.max, Math.max(range.min, value)) : value
  const od = [...plate.od].map(
    ([nm, wells]) => [nm, new Map([...wells].map(([well, one]) => [well, within(one)]))] as const,
  )
  const reference = od.find(([nm]) => nm === 540)?.[1] ?? new Map()
  return { ...plate, od: new Map([...od, [630, reference]]) }
}
