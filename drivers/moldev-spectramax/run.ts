import { type Heard, concatBytes, resumedMisfit, textFromBytes } from '../../src/driver-kit.ts'

import type { Answer } from './answer.ts'
import { TRANSFER } from './commands.ts'
import { type Ending, ending } from './ending.ts'
import { malformedFault, unknownRunFault } from './faults.ts'
import { readingsOf, type RunPlan } from './run-plan.ts'
import { plateRead, type Reading, transferFromText } from './transfer.ts'

/** A read the reader accepted, until its last data were handed over. */
export interface Run {
  readonly plan: RunPlan
  readonly readings: readonly Reading[]
  /** Begun on an earlier connection: it counts once the reader says that it has no more. */
  readonly isResumed: boolean
  /** Asked for data, the reader said nothing: who knows what it has handed over. */
  readonly isUnanswered?: true
}

/** What an answer to the request for data comes to. */
export interface Step {
  readonly result: Ending
  readonly after: readonly Heard[]
  /** What is still to be handed over; undefined when that is nothing. */
  readonly run: Run | undefined
}

/** The next reading; with the last one the plate, or why there is none. */
export function handedOver(run: Run | undefined, answer: Answer, end: Ending): Step {
  if (run === undefined) return spoilt(run, ending('broken', unknownRunFault()))
  const { plan, isResumed } = run
  const count = readingsOf(plan)
  if (run.readings.length === count && isRepeated(run, answer)) return noMore(run, end)
  const transfer = transferFromText(textFromBytes(end.data), plan)
  const why = typeof transfer === 'string' ? transfer : outOfPlace(run, Number(transfer.time))
  if (typeof transfer === 'string' || why !== null) {
    const fault = isResumed ? resumedMisfit(why ?? '') : malformedFault(TRANSFER, why ?? '')
    return spoilt(run, ending('broken', fault))
  }
  const readings = [...run.readings, { transfer, bytes: answer.bytes }]
  if (readings.length === count && !isResumed) return whole(plan, readings, end)
  const progress = progressOf(plan, readings.length, transfer.temperature)
  return { result: end, after: [progress], run: { ...run, readings } }
}

/** The reader has no data: a resumed read is whole now, or not the one that was begun. */
export function noMore(run: Run | undefined, end: Ending): Step {
  // Data of a read that was just begun may not be there yet.
  const isAwaited = run?.isResumed !== true || run.readings.length === 0
  if (isAwaited) return { result: end, after: [], run }
  const { plan, readings } = run
  const [done, count] = [readings.length, readingsOf(plan)]
  if (done === count) return whole(plan, readings, end)
  const fault = resumedMisfit(`it has ${done} readings, and ${count} were asked for`)
  return spoilt(run, { ...end, fault })
}

/** The bytes of readings, in order. */
export function bytesOf(readings: readonly Reading[]): Uint8Array {
  return concatBytes(...readings.map(({ bytes }) => bytes))
}

function whole(plan: RunPlan, readings: readonly Reading[], result: Ending): Step {
  return { result, after: [{ kind: 'read', read: plateRead(readings, plan) }], run: undefined }
}

/** The run stays until its bytes are told with the fault. */
function spoilt(run: Run | undefined, result: Ending): Step {
  return { result, after: [], run }
}

/** What a reader that keeps its last data says to whoever asks once more. */
function isRepeated({ readings }: Run, { bytes }: Answer): boolean {
  const last = readings.at(-1)?.bytes
  return last !== undefined && textFromBytes(last) === textFromBytes(bytes)
}

/** Every reading is later than the one before: one that is not came twice. */
function outOfPlace({ plan, readings }: Run, time: number): string | null {
  const count = readingsOf(plan)
  if (readings.length === count) return `it has more than the ${count} readings that were asked for`
  const before = readings.at(-1)?.transfer.time
  if (before === undefined || time > Number(before)) return null
  return `a reading at ${time} came after the one at ${before}`
}

function progressOf({ wavelengthsNm, kinetic }: RunPlan, done: number, temperature: string): Heard {
  return {
    kind: 'progress',
    blocksDone: done * wavelengthsNm.length,
    blocksExpected: (kinetic?.count ?? 1) * wavelengthsNm.length,
    temperatureC: Number(temperature),
  }
}
