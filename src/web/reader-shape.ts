import { z } from '@hono/zod-openapi'

import type { OrderReport, ReaderReport, ReadOrder } from '../ports/desk.ts'
import { errorSchema, problemOf } from './problem.ts'

// The shapes of readers and orders on the network: snake case, null where nothing is known.

const range = z.tuple([z.int().min(1), z.int().min(1)]).openapi({
  description: 'first and last, as printed on the plate, from 1',
})

/** What a person asks a reader to measure. */
export const orderSchema = z
  .strictObject({
    assay: z.string().nullable().default(null).openapi({
      description: 'the id of the assay whose wavelengths are read',
      example: 'il6-example',
    }),
    wavelengths_nm: z
      .array(z.int().min(200).max(1100))
      .min(1)
      .max(3)
      .nullable()
      .default(null)
      .openapi({ description: 'in the order of the blocks; comes before those of the assay' }),
    format: z
      .union([z.literal(96), z.literal(384)])
      .nullable()
      .default(null),
    rows: range.nullable().default(null),
    columns: range.nullable().default(null),
    kinetic: z
      .strictObject({
        count: z.int().min(2).max(9999),
        interval_s: z.number().min(0).max(65_535).openapi({ description: '0: back to back' }),
      })
      .nullable()
      .default(null),
    temperature: z.boolean().default(false),
  })
  .openapi('ReadOrder', {
    description: 'what to measure; what is left out follows from the plate that is expected',
  })

const time = z.string().openapi({ description: 'ISO 8601 with offset' })

const orderReportSchema = z
  .object({
    id: z.int(),
    reader: z.string(),
    wanted: orderSchema,
    state: z.enum(['waiting', 'reading', 'computing', 'done', 'failed', 'cancelled']),
    accepted_at: time,
    started_at: time.nullable(),
    ended_at: time.nullable(),
    blocks_done: z.int(),
    blocks_expected: z.int().nullable(),
    temperature_c: z.number().nullable(),
    read_id: z.int().nullable(),
    plate: z.string().nullable(),
    analysis_id: z.string().nullable(),
    problem: errorSchema.nullable(),
  })
  .openapi('Order')

/** A reader as the daemon knows it now. */
export const readerSchema = z
  .object({
    id: z.string(),
    driver: z.string(),
    port: z.string(),
    trigger: z.enum(['on-connect', 'on-run-sheet', 'repeatedly', 'listen']),
    state: z.enum(['away', 'asking', 'idle', 'reading', 'removed']),
    since: time,
    model: z.string().nullable(),
    version: z.string().nullable(),
    serial_number: z.string().nullable(),
    wavelengths_nm: z.array(z.number()),
    last_plate: z.string().nullable(),
    last_read_at: time.nullable(),
    trouble: errorSchema.nullable(),
    held: errorSchema.nullable().openapi({
      description: 'why no run sheet starts a read by itself, where one should',
    }),
    order: orderReportSchema.nullable(),
  })
  .openapi('Reader')

/** A reader in JSON. */
export type ReaderJson = z.output<typeof readerSchema>
/** An order in JSON. */
export type OrderJson = z.output<typeof orderReportSchema>

/** The order a request asks for. */
export function orderFromJson(json: z.output<typeof orderSchema>): ReadOrder {
  const { wavelengths_nm: wavelengthsNm, kinetic, ...rest } = json
  return {
    ...rest,
    wavelengthsNm,
    kinetic: kinetic && { count: kinetic.count, intervalS: kinetic.interval_s },
  }
}

function jsonFromOrder({ wavelengthsNm, kinetic, ...rest }: ReadOrder) {
  return {
    ...rest,
    rows: rest.rows && pair(rest.rows),
    columns: rest.columns && pair(rest.columns),
    wavelengths_nm: wavelengthsNm && [...wavelengthsNm],
    kinetic: kinetic && { count: kinetic.count, interval_s: kinetic.intervalS },
  }
}

function pair([first, last]: readonly [number, number]): [number, number] {
  return [first, last]
}

function jsonFromOrderReport(report: OrderReport): OrderJson {
  return {
    id: report.id,
    reader: report.reader,
    wanted: jsonFromOrder(report.order),
    state: report.state,
    accepted_at: report.acceptedAt,
    started_at: report.startedAt,
    ended_at: report.endedAt,
    blocks_done: report.blocksDone,
    blocks_expected: report.blocksExpected,
    temperature_c: report.temperatureC,
    read_id: report.readId,
    plate: report.plate,
    analysis_id: report.analysisId,
    problem: report.error && problemOf(report.error),
  }
}

/** A reader in JSON. */
export function jsonFromReader(report: ReaderReport): ReaderJson {
  const { identity } = report
  return {
    id: report.id,
    driver: report.driver,
    port: report.port,
    trigger: report.trigger,
    state: report.state,
    since: report.since,
    model: identity?.model ?? null,
    version: identity?.version ?? null,
    serial_number: identity?.serialNumber ?? null,
    wavelengths_nm: [...(identity?.wavelengthsNm ?? [])],
    last_plate: report.lastPlate,
    last_read_at: report.lastReadAt,
    trouble: report.trouble && problemOf(report.trouble),
    held: report.held && problemOf(report.held),
    order: report.order && jsonFromOrderReport(report.order),
  }
}
