import { Worker } from 'node:worker_threads'

import type { ErrorCode } from './core/error-codes.ts'
import { AssaydError } from './core/errors.ts'
import type { Finding } from './core/verify/finding.ts'
import type { Verified, VerifyScope } from './ports/verify.ts'
import { isWhole, restVerified, verified, type Led, type VerifyParts } from './verify/verify.ts'

/** What a thread is to look at: a share of the plates, or the evidence as a whole. */
export interface ThreadOrder {
  readonly dataFolder: string
  readonly scope: VerifyScope
  readonly part: { readonly at: number; readonly of: number } | 'evidence'
}

/** What a thread tells. */
export type FromThread =
  | { readonly kind: 'steps'; readonly steps: readonly Verified[] }
  | { readonly kind: 'end'; readonly led: Led }
  | { readonly kind: 'failed'; readonly code: ErrorCode; message: string; hint: string }

export interface AtOnceOptions {
  readonly dataFolder: string
  readonly threads: number
  /** Fewer plates than this are verified before threads have begun. */
  readonly platesMin?: number
}

/** Each thread begins with a second of its own work. */
const PLATES_MIN = 2000
/** What is told of a capture, and not of a plate. */
const OF_CAPTURES: ReadonlySet<Finding['kind']> = new Set(['capture', 'archive', 'read-absent'])
/** What a plate leaves behind is collected often, or each thread grows by hundreds of MiB. */
const YOUNG_MB = 16
/** More threads wait for one another at the database. */
const THREADS_MAX = 8

/** `verified` by several threads, each with a share of the captures and their plates. */
export async function* verifiedAtOnce(
  parts: VerifyParts,
  scope: VerifyScope,
  options: AtOnceOptions,
): AsyncGenerator<Verified> {
  const { dataFolder, threads, platesMin = PLATES_MIN } = options
  const of = Math.min(THREADS_MAX, threads)
  if (of < 2 || parts.store.counts().plates < platesMin) {
    yield* verified(parts, scope)
    return
  }
  const captures = parts.store.captures()
  const shares = Array.from({ length: of }, (_, at) => ({ at, of }))
  const hasEvidence = isWhole(scope) && parts.evidence !== null
  const all = [...shares, ...(hasEvidence ? ['evidence' as const] : [])]
  const led = yield* fromThreads(all.map((part) => ({ dataFolder, scope, part })))
  if (isWhole(scope)) yield restVerified(parts, captures, led)
}

/** The steps of all threads as they come, each capture's own findings once. */
async function* fromThreads(orders: readonly ThreadOrder[]): AsyncGenerator<Verified, Led> {
  const inbox = openInbox(orders)
  const led: Led[] = []
  const counted = counting()
  try {
    while (led.length < orders.length) {
      const { thread, message } = await inbox.next()
      if (message.kind === 'failed') throw failureFrom(message)
      if (message.kind === 'end') led.push(message.led)
      else yield* message.steps.map((step) => counted(thread, step))
    }
  } finally {
    await inbox.close()
  }
  return { told: led.flatMap((one) => one.told), readIds: led.flatMap((one) => one.readIds) }
}

/** Counts plates over all threads; one that was read twice may lead two threads to one capture. */
function counting(): (thread: number, step: Verified) => Verified {
  const totals = new Map<number, number>()
  const told = new Set<string>()
  const isNew = ({ kind, message }: Finding): boolean => {
    if (!OF_CAPTURES.has(kind)) return true
    const isKnown = told.has(message)
    told.add(message)
    return !isKnown
  }
  let done = 0
  return (thread, step) => {
    if (step.phase === 'evidence') return step
    totals.set(thread, step.total)
    const total = [...totals.values()].reduce((sum, one) => sum + one, 0)
    return { ...step, findings: step.findings.filter(isNew), done: (done += 1), total }
  }
}

function failureFrom({ code, message, hint }: Extract<FromThread, { kind: 'failed' }>) {
  return new AssaydError(code, message, { hint })
}

interface Letter {
  readonly thread: number
  readonly message: FromThread
}

/** Starts a thread for each order; what they tell waits until it is asked for. */
function openInbox(orders: readonly ThreadOrder[]) {
  const letters: Letter[] = []
  let failure: Error | undefined
  let wake = (): void => {}
  const workers = orders.map((order, thread) => {
    const worker = new Worker(new URL('verify-thread.ts', import.meta.url), {
      workerData: order,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    })
    worker.on('message', (message: FromThread) => {
      letters.push({ thread, message })
      wake()
    })
    worker.on('error', (error: Error) => {
      failure = error
      wake()
    })
    return worker
  })
  return {
    next: async (): Promise<Letter> => {
      for (;;) {
        const letter = letters.shift()
        if (letter !== undefined) return letter
        if (failure !== undefined) throw failure
        await new Promise<void>((resolve) => (wake = resolve))
      }
    },
    close: () => Promise.all(workers.map((worker) => worker.terminate())),
  }
}
