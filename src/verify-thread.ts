import './fit-node.ts'

import { parentPort, workerData } from 'node:worker_threads'

import { AssaydError } from './core/errors.ts'
import type { Verified } from './ports/verify.ts'
import { openView } from './store/open-store.ts'
import { platesVerified, type Led, type VerifyParts } from './verify/verify.ts'
import type { FromThread, ThreadOrder } from './verify-at-once.ts'
import { evidenceVerified } from './verify/verify-evidence.ts'
import { realWorld, verifyPartsOf } from './world.ts'

/* One thread of a verification; `verify-at-once.ts` starts it and hears what it tells. */

/** So many steps are told at once. */
const BATCH = 25

function tell(message: FromThread): void {
  // Nothing is handed over but a copy.
  parentPort?.postMessage(message, [])
}

function stepsOf(parts: VerifyParts, { scope, part }: ThreadOrder): Generator<Verified, Led> {
  return part === 'evidence' ? evidenceOf(parts) : platesVerified(parts, scope, part)
}

function* evidenceOf(parts: VerifyParts): Generator<Verified, Led> {
  if (parts.evidence !== null) yield* evidenceVerified({ ...parts, ...parts.evidence })
  return { told: [], readIds: [] }
}

async function work(order: ThreadOrder): Promise<void> {
  const { dataFolder } = order
  const store = openView(dataFolder)
  try {
    const steps = stepsOf(verifyPartsOf(await realWorld(), { store, dataFolder }), order)
    let batch: Verified[] = []
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done !== true) batch.push(step.value)
      if (batch.length === BATCH || step.done === true) {
        tell({ kind: 'steps', steps: batch })
        batch = []
      }
      if (step.done === true) return tell({ kind: 'end', led: step.value })
    }
  } finally {
    store.close()
  }
}

/** Whoever starts this thread is of the same program. */
function isOrder(value: unknown): value is ThreadOrder {
  return typeof value === 'object' && value !== null && 'dataFolder' in value && 'part' in value
}

const told: unknown = workerData
try {
  if (!isOrder(told)) throw new TypeError('A thread was started without an order.')
  await work(told)
} catch (error) {
  if (!(error instanceof AssaydError)) throw error
  const { code, message, hint } = error
  tell({ kind: 'failed', code, message, hint })
}
