import { fileURLToPath } from 'node:url'

import { isOd, type WellValue } from '../../src/core/plate-read.ts'
import type { SimulatedPlate } from '../../src/ports/simulator.ts'
import type { World } from '../../src/run-daemon.ts'
import { randomFrom } from '../demo/random.ts'

const NOISE = 0.02
const DEMO = fileURLToPath(new URL('../../config/demo/plate.csv', import.meta.url))

/** The shipped demo plate, with other noise each time, and three decimals as readers print. */
export function noisyPlates(world: Pick<World, 'readPlateFile'>, seed: number) {
  const plate = world.readPlateFile(DEMO, null)
  const random = randomFrom(seed)
  const again = (value: WellValue): WellValue =>
    isOd(value) ? Math.round(value * (1 + NOISE * random.normal()) * 1000) / 1000 : value
  return (): SimulatedPlate => {
    const od = [...plate.od].map(
      ([nm, wells]) => [nm, new Map([...wells].map(([well, one]) => [well, again(one)]))] as const,
    )
    return { ...plate, od: new Map(od) }
  }
}
