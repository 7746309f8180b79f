import { createRoute, z } from '@hono/zod-openapi'

import { AssaydError } from '../../core/errors.ts'
import { json, problem } from '../answers.ts'
import { needs } from '../needs.ts'
import type { AddRoutes } from '../routes.ts'

const summary = z
  .looseObject({ plate: z.string() })
  .openapi('PlateSummary', { description: 'one line of `assayd plates --json`' })

const detail = z
  .looseObject({ record: z.looseObject({ plate: z.string() }) })
  .openapi('Plate', { description: 'everything about a plate, as `assayd show --json` prints it' })

const measured = z
  .looseObject({ plates: z.array(z.looseObject({})), waiting: z.array(z.looseObject({})) })
  .openapi('Measured', { description: 'the newest analysis of every plate, as studies use it' })

const fault = z
  .looseObject({ code: z.string(), message: z.string(), hint: z.string() })
  .openapi('Fault', { description: 'bytes or events that could not be used; bytes in hex' })

const TABLE = {
  plates: createRoute({
    ...needs('view'),
    method: 'get',
    path: '/api/v1/plates',
    summary: 'every plate that was read, the newest last',
    responses: { 200: json(z.object({ plates: z.array(summary) }), 'the plates') },
  }),
  plate: createRoute({
    ...needs('view'),
    method: 'get',
    path: '/api/v1/plates/{plate}',
    summary: 'one plate with its reads, analyses, masks and verdicts',
    request: {
      params: z.object({ plate: z.string().openapi({ param: { name: 'plate', in: 'path' } }) }),
    },
    responses: { 200: json(detail, 'the plate'), 404: problem('no such plate') },
  }),
  measured: createRoute({
    ...needs('view'),
    method: 'get',
    path: '/api/v1/measured',
    summary: 'what a study is compiled from',
    responses: { 200: json(measured, 'the newest analysis of every plate') },
  }),
  faults: createRoute({
    ...needs('view'),
    method: 'get',
    path: '/api/v1/faults',
    summary: 'bytes and events that could not be used',
    request: { query: z.object({ reader: z.string().optional() }) },
    responses: { 200: json(z.object({ faults: z.array(fault) }), 'the faults, oldest first') },
  }),
} as const

/** The plates that are stored. */
export const addPlates: AddRoutes = (app, { store }) => {
  app.openapi(TABLE.plates, (context) => context.json({ plates: plain(store.plates()) }, 200))
  app.openapi(TABLE.plate, (context) => {
    const { plate } = context.req.valid('param')
    const found = store.plate(plate)
    if (found === undefined) throw unknown(plate)
    return context.json(plain(found), 200)
  })
  app.openapi(TABLE.measured, (context) => context.json(plain(store.measured()), 200))
  app.openapi(TABLE.faults, (context) => {
    const { reader } = context.req.valid('query')
    return context.json({ faults: plain(store.faults(reader)) }, 200)
  })
}

/** The same value with bytes in hex, and free to be written to. */
function plain<Value>(value: Value): Plain<Value> {
  return JSON.parse(
    JSON.stringify(value, (_, part: unknown) =>
      part instanceof Uint8Array ? Buffer.from(part).toString('hex') : part,
    ),
  )
}

/** Lists and objects of JSON. */
type Plain<Value> = Value extends readonly (infer Item)[]
  ? Plain<Item>[]
  : Value extends object
    ? Record<string, unknown> & { -readonly [Key in keyof Value]: Plain<Value[Key]> }
    : Value

function unknown(plate: string): AssaydError {
  return new AssaydError('plate-unknown', `Unable to find a plate '${plate}'.`, {
    hint: "See 'assayd plates' for those there are.",
  })
}
