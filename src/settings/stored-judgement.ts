import { z } from 'zod'

import { AssaydError } from '../core/errors.ts'
import { NO_HISTORY, type PlateHistory } from '../core/history.ts'
import type { WellMask } from '../core/masks.ts'
import type { StoredDocument } from '../ports/store.ts'
import type { LimitsHeld } from '../ports/verify.ts'

const numbers = z.array(z.number())
const historySchema = z.object({
  zeroOds: numbers,
  topOds: numbers,
  slopes: numbers,
  midpoints: numbers,
  controls: z.record(z.string(), numbers),
})

const number = z.number()
const limitsSchema = z.object({
  direction: z.enum(['rising', 'falling']),
  limits: z.object({
    sampleCvMaxPercent: number,
    standardCvMaxPercent: number,
    odDifferenceAlwaysFine: number,
    recoveryMinPercent: number,
    recoveryMaxPercent: number,
    edgeRecoveryMinPercent: number,
    edgeRecoveryMaxPercent: number,
    standardLevelsMin: number,
    standardsPassingMinPercent: number,
    kitLloq: number.nullable(),
  }),
  quality: z.record(
    z.string(),
    z.object({
      severity: z.enum(['as-found', 'warn', 'block', 'off']).optional(),
      limits: z.record(z.string(), number),
    }),
  ),
})

const text = z.string()
const masksSchema = z.object({
  masks: z.array(z.object({ well: text, who: text, reason: text, at: text })),
})

/** The wells that were masked; none where no document says so. */
export function masksIn(documents: readonly StoredDocument[]): readonly WellMask[] {
  const document = documents.find(({ kind }) => kind === 'masks')
  return document === undefined ? [] : parsed(document, masksSchema).masks
}

/** The earlier plates that an analysis was compared with; none where none was kept. */
export function historyIn(documents: readonly StoredDocument[]): PlateHistory {
  const document = documents.find(({ kind }) => kind === 'history')
  if (document === undefined) return NO_HISTORY
  const { controls, ...rest } = parsed(document, historySchema)
  return { ...rest, controls: new Map(Object.entries(controls)) }
}

/** All limits that held; null for an analysis from before they were kept. */
export function limitsIn(documents: readonly StoredDocument[]): LimitsHeld | null {
  const document = documents.find(({ kind }) => kind === 'limits')
  return document === undefined ? null : parsed(document, limitsSchema)
}

function parsed<Value>({ kind, id, text: kept }: StoredDocument, schema: z.ZodType<Value>): Value {
  const what = `The ${kind} '${id}'`
  const hint = 'Restore the database from a backup.'
  try {
    const { data, error } = schema.safeParse(JSON.parse(kept))
    if (data !== undefined) return data
    const message = `${what} has another shape than assayd writes.`
    throw new AssaydError('store-damaged', message, { hint, cause: error })
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause
    throw new AssaydError('store-damaged', `${what} is not JSON: ${cause.message}`, { hint, cause })
  }
}
