import { parentPort, workerData } from 'node:worker_threads'

import { loadDrivers } from '../../src/registry.ts'
import { tortureRound } from './round.ts'

/** What the thread of a round is given. */
export interface RoundOrder {
  readonly seed: number
  readonly kills: number
  /** No further kill after this time, in milliseconds since 1970. */
  readonly untilMs: number
}

const { seed, kills, untilMs }: RoundOrder = workerData
const found = await loadDrivers(new URL('../../drivers/', import.meta.url))
let left = kills
const goesOn = (): boolean =>
  performance.timeOrigin + performance.now() < untilMs && (left -= 1) >= 0
const result = await tortureRound({ found, seed, goesOn })
// Nothing is handed over but a copy.
parentPort?.postMessage(result, [])
