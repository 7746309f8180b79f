import { ERROR_CODES, type ErrorCode } from '../core/error-codes.ts'
import { fieldsOf, numberOf, textOf } from './told.ts'

/** What a command reads of an order in the daemon's answers. */
export interface OrderSeen {
  readonly id: number
  readonly reader: string
  readonly state: string
  readonly acceptedAt: string
  readonly startedAt: string | null
  readonly endedAt: string | null
  readonly blocksDone: number
  readonly blocksExpected: number | null
  readonly temperatureC: number | null
  readonly readId: number | null
  readonly plate: string | null
  readonly analysisId: string | null
  readonly problem: {
    readonly code: ErrorCode
    readonly message: string
    readonly hint: string
  } | null
}

/** Nothing of it will change any more. */
export function isOver({ endedAt }: OrderSeen): boolean {
  return endedAt !== null
}

/** The order in a reader's JSON; undefined when there is none. */
export function orderOf(reader: unknown): OrderSeen | undefined {
  const order = fieldsOf(fieldsOf(reader)['order'])
  if (typeof order['id'] !== 'number') return undefined
  const { problem } = order
  return {
    id: order['id'],
    reader: textOf(order['reader']) ?? '',
    state: textOf(order['state']) ?? '',
    acceptedAt: textOf(order['accepted_at']) ?? '',
    startedAt: textOf(order['started_at']),
    endedAt: textOf(order['ended_at']),
    blocksDone: numberOf(order['blocks_done']) ?? 0,
    blocksExpected: numberOf(order['blocks_expected']),
    temperatureC: numberOf(order['temperature_c']),
    readId: numberOf(order['read_id']),
    plate: textOf(order['plate']),
    analysisId: textOf(order['analysis_id']),
    problem: problem === null || problem === undefined ? null : problemFrom(fieldsOf(problem)),
  }
}

/** What changed, as sentences for the person who waits; `nowMs` counts from 1970. */
export function orderLines(
  before: OrderSeen | undefined,
  now: OrderSeen,
  nowMs: number,
): readonly string[] {
  const lines: string[] = []
  const hasCome = (key: 'startedAt' | 'readId' | 'analysisId'): boolean =>
    now[key] !== null && (before === undefined || before[key] === null)
  if (before === undefined) lines.push(`order ${now.id} for reader ${now.reader} is accepted`)
  if (hasCome('startedAt')) lines.push('the reader is measuring')
  if (now.blocksDone !== (before?.blocksDone ?? 0)) lines.push(progressLine(now, nowMs))
  if (hasCome('readId')) lines.push(`plate ${now.plate ?? ''} is stored as read ${now.readId}`)
  if (hasCome('analysisId')) lines.push(`its results are stored as ${now.analysisId}`)
  return lines
}

function progressLine(now: OrderSeen, nowMs: number): string {
  const { blocksDone, blocksExpected, startedAt, temperatureC } = now
  const seconds = Math.max(0, Math.round((nowMs - Date.parse(startedAt ?? '')) / 1000))
  const percent = Math.floor((100 * blocksDone) / (blocksExpected ?? Number.NaN))
  const share =
    blocksExpected === null
      ? `block ${blocksDone}`
      : `block ${blocksDone} of ${blocksExpected}, ${percent} %`
  const warmth = temperatureC === null ? '' : `, ${temperatureC.toFixed(1)} °C`
  return `${share}${warmth}, after ${seconds} s`
}

function problemFrom(told: Readonly<Record<string, unknown>>): OrderSeen['problem'] {
  const code = textOf(told['code'])
  return {
    code: code !== null && isErrorCode(code) ? code : 'daemon-away',
    message: textOf(told['message']) ?? '',
    hint: textOf(told['hint']) ?? '',
  }
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_CODES, code)
}
