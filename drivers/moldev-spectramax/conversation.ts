import {
  type Identity,
  type Line,
  ReaderError,
  type ReadRequest,
  type Resuming,
  shapeOf,
} from '../../src/driver-kit.ts'

import { ask, askErrorLog, askStatus, must, mustStatus, takeData, type Talk } from './ask.ts'
import { planFromTold } from './left-read.ts'
import {
  linesFor,
  type Range,
  readingsOf,
  type RunPlan,
  type SpectraMaxSettings,
} from './run-plan.ts'
import { isIdle } from './status.ts'

// How one plate is read: status until the reader is idle, drawer shut; everything it must know;
// READ; status until it is idle again; TRANSFER, once for each reading.

/** Lets the answer to what was asked before arrive. */
const SETTLE_MS = 300
const POLL_MS = 1_000
const GREETINGS = 2
/** As PyLabRobot; a kinetic read takes as much longer as its readings do. */
const RUN_MAX_MS = 600_000
/** A reader that was just switched on calibrates first. */
const READY_MAX_MS = 180_000
/** A reader that is idle and has no data may not have begun yet. */
const NO_DATA_ATTEMPTS = 15
const WAVELENGTHS_MAX = 3
const WAVELENGTH_MAX_NM = 9_999
/** So many readings of a kinetic read are kept until it is whole. */
const READINGS_MAX = 500
const INTERVAL_MAX_S = 99_999

const MODEL_NAMES: Readonly<Record<SpectraMaxSettings['model'], string>> = {
  m5: 'SpectraMax M5',
  '384-plus': 'SpectraMax 384 Plus',
}

/** Asks who is there; undefined when nothing speaks this dialect. */
export function greetWith({ model, lineEnd }: SpectraMaxSettings) {
  return async (line: Line): Promise<Identity | undefined> => {
    const talk = { line, lineEnd }
    if (!(await isAnswering(talk))) return undefined
    const status = await askStatus(talk)
    if (status instanceof ReaderError) return undefined
    return {
      // The reader is not asked: how it would say it is not known.
      model: MODEL_NAMES[model],
      version: '',
      serialNumber: '',
      features: {},
      // A monochromator: any whole number of nanometres.
      wavelengthsNm: [],
    }
  }
}

/**
 * Opens the session. Letters are commands to other readers, so none is said before somebody
 * answered as this one does; after what others may have said to it, the first try may fail.
 */
async function isAnswering(talk: Talk): Promise<boolean> {
  for (let attempt = 1; attempt <= GREETINGS; attempt += 1) {
    if ((await ask(talk, '!')).outcome === 'answered') return true
  }
  return false
}

/** Has the reader measure one plate. Rejects with ReaderError. */
export function readWith(settings: SpectraMaxSettings) {
  return async (line: Line, request: ReadRequest, _identity: Identity): Promise<void> => {
    const plan = planFor(request)
    const talk = { line, lineEnd: settings.lineEnd }
    await line.pause(SETTLE_MS)
    await makeReady(talk)
    for (const command of linesFor(plan, settings)) await must(talk, command)
    await must(talk, '!READ')
    await untilIdle(talk, runMaxMs(plan))
    for (let done = 0; done < readingsOf(plan); done += 1) await transfer(talk)
  }
}

/** A read of an earlier connection: status until the reader is idle, then TRANSFER as above. */
export function resumingWith({ lineEnd }: SpectraMaxSettings): Resuming {
  return {
    untilMeasured: (line, told) => untilIdle({ line, lineEnd }, runMaxMs(planFromTold(told))),
    fetch: async (line, told) => {
      const plan = planFromTold(told)
      const count = plan === undefined ? 0 : readingsOf(plan)
      const talk = { line, lineEnd }
      for (let done = 0; done < count; done += 1) await transfer(talk)
      // Who has more has measured something else.
      await takeData(talk)
    },
  }
}

function runMaxMs(plan: RunPlan | undefined): number {
  const { intervalS, count } = plan?.kinetic ?? { intervalS: 0, count: 1 }
  return RUN_MAX_MS + intervalS * count * 1_000
}

async function makeReady(talk: Talk): Promise<void> {
  await untilIdle(talk, READY_MAX_MS)
  const { isDrawerOpen } = await mustStatus(talk)
  if (!isDrawerOpen) return
  await must(talk, '!CLOSE')
  await untilIdle(talk, READY_MAX_MS)
}

async function untilIdle(talk: Talk, limitMs: number): Promise<void> {
  let status = await mustStatus(talk)
  for (let waitedMs = 0; !isIdle(status) && waitedMs < limitMs; waitedMs += POLL_MS) {
    await talk.line.pause(POLL_MS)
    status = await mustStatus(talk)
  }
  if (isIdle(status)) return
  const { doing } = status
  throw new ReaderError('reader-status', `The reader said '${doing}' for ${limitMs / 1_000} s.`, {
    hint: 'Wait until it is idle, or switch it off and on, then read the plate again.',
    retryable: false,
  })
}

/** Takes one reading. A reader that has none may have said it was idle before it began. */
async function transfer(talk: Talk): Promise<void> {
  for (let attempt = 1; attempt <= NO_DATA_ATTEMPTS; attempt += 1) {
    if (await takeData(talk)) return
    await talk.line.pause(POLL_MS)
    await untilIdle(talk, RUN_MAX_MS)
  }
  const log = await askErrorLog(talk)
  const told = log === '' ? 'its log of errors is empty' : `its log of errors says '${log}'`
  throw new ReaderError('reader-status', `The reader is idle and has no data; ${told}.`, {
    hint: 'See whether it was switched off or stopped during the read, then read the plate again.',
    retryable: false,
  })
}

/** What the read measures. Throws ReaderError `reader-unsuited` before anything is said. */
function planFor(request: ReadRequest): RunPlan {
  const { format, kinetic } = request
  const wavelengthsNm = [...new Set(request.wavelengthsNm)]
  const isCount = wavelengthsNm.length >= 1 && wavelengthsNm.length <= WAVELENGTHS_MAX
  if (!isCount || !wavelengthsNm.every((nm) => isWithin(nm, WAVELENGTH_MAX_NM))) {
    throw unsuited(
      `Wavelengths of ${wavelengthsNm.join(', ') || 'nothing'} nm were asked for; ` +
        `1 to ${WAVELENGTHS_MAX} can be read, in whole nm.`,
    )
  }
  const shape = shapeOf(format)
  const rows = request.rows ?? ([1, shape.rows] as const)
  const columns = request.columns ?? ([1, shape.columns] as const)
  if (!isRange(rows, shape.rows) || !isRange(columns, shape.columns)) {
    throw unsuited(
      `Rows ${rows.join('-')} and columns ${columns.join('-')} were asked for, ` +
        `which a ${format}-well plate does not have.`,
    )
  }
  const isTimed =
    kinetic === null ||
    (isWithin(kinetic.count, READINGS_MAX) && isWithin(kinetic.intervalS, INTERVAL_MAX_S))
  if (!isTimed) {
    throw unsuited(
      `${kinetic.count} readings ${kinetic.intervalS} s apart were asked for; ` +
        `1 to ${READINGS_MAX} can be read, whole seconds apart, never back to back.`,
    )
  }
  return { format, rows, columns, wavelengthsNm, kinetic }
}

function isWithin(value: number, highest: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= highest
}

function isRange([first, last]: Range, highest: number): boolean {
  return isWithin(first, highest) && isWithin(last, highest) && first <= last
}

function unsuited(message: string): ReaderError {
  const hint = 'Read this plate with another reader, or change what is asked for.'
  return new ReaderError('reader-unsuited', message, { hint, retryable: false })
}
