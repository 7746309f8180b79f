import type { Emission, Simulator } from '../../src/ports/simulator.ts'
import { plateNumber } from '../support/numbered-plates.ts'

/** No answer but that with a plate is so long. */
export const PLATE_BYTES_MIN = 500

/** What one reader said of each plate that it measured, in order. */
export type SaidPlates = Buffer[]

/**
 * The simulator with another plate in its carrier each time. What it says of each is noted as it
 * goes out: what the daemon makes of bytes has no part in the count.
 */
export function counted(simulator: Simulator, said: SaidPlates): Simulator {
  let plates = 0
  return {
    ...simulator,
    create: (options) => {
      const inner = simulator.create({ ...options, nextPlate: () => plateNumber((plates += 1)) })
      const noted = (emissions: readonly Emission[]): readonly Emission[] => {
        const bytes = Buffer.concat(emissions.map((one) => one.bytes))
        if (bytes.length >= PLATE_BYTES_MIN) said.push(bytes)
        return emissions
      }
      const hasKey = inner.pressStart !== undefined
      return {
        connected: (awayMs) => inner.connected(awayMs),
        hear: (bytes) => noted(inner.hear(bytes)),
        ...(hasKey ? { pressStart: () => noted(inner.pressStart?.() ?? []) } : {}),
      }
    },
  }
}
