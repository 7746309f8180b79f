import type { ReadRequest } from '../../src/ports/driver.ts'
import { REQUEST, type Subject, trial } from '../../test/drivers/conformance-kit.ts'
import { type Step, stepsFrom } from './mutations.ts'

/** Everything a request can ask for, so that every part of a dialect is heard. */
const REQUESTS: readonly Partial<ReadRequest>[] = [
  {},
  { wavelengthsNm: [450], referenceNm: null },
  { wavelengthsNm: [450], referenceNm: null, rows: [3, 4], columns: [11, 12] },
  { wavelengthsNm: [450], referenceNm: null, temperature: true },
  { wavelengthsNm: [450], referenceNm: null, kinetic: { count: 3, intervalS: 60 } },
]

/** True conversations of a driver with its simulator: all requests, and all faults. */
export async function conversationsOf(subject: Subject): Promise<readonly (readonly Step[])[]> {
  const whole: (readonly Step[])[] = []
  for (const request of REQUESTS) whole.push(...(await talked(subject, null, request)))
  for (const fault of Object.keys(subject.simulator.faults)) {
    whole.push(...(await talked(subject, fault, {})))
  }
  return whole
}

async function talked(
  subject: Subject,
  fault: string | null,
  request: Partial<ReadRequest>,
): Promise<readonly (readonly Step[])[]> {
  const one = await trial(subject, { fault })
  await one.attempt({ ...REQUEST, ...request })
  await one.attempt({ ...REQUEST, ...request })
  return one.events().map(stepsFrom)
}
