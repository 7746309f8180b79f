import {
  type Identity,
  type Line,
  ReaderError,
  type ReadRequest,
  type Resuming,
  resumedMisfit,
} from '../../src/driver-kit.ts'

import { askStatus, must, mustData, mustStatus } from './ask.ts'
import { DRAWER_IN_PAYLOAD, INITIALIZE_PAYLOAD } from './commands.ts'
import {
  payloadFromRun,
  type RunDefinition,
  WAVELENGTHS_NM,
  wellsWithin,
} from './run-definition.ts'

// How one plate is read: status; initialize and drawer in where needed; run; status until the
// reader is idle again; data.

/** Lets the answers to what was stopped before arrive. */
const SETTLE_MS = 300
const POLL_MS = 1_000
/** Ninety-six wells take some 48 s at one wavelength; nothing says how long eight take. */
const RUN_MAX_MS = 20 * 60_000
const MOTION_MAX_MS = 150_000
/** So long a run may take to be seen at work. */
const START_MAX_MS = 15_000
/** A reader that was told to stop is idle within some 5 s. */
const STOP_MAX_MS = 10_000
const WAVELENGTHS_MAX = 3
const WHOLE = { rows: [1, 8], columns: [1, 12] } as const

/** Asks who is there; undefined when nothing speaks this dialect. */
export async function greet(line: Line): Promise<Identity | undefined> {
  const status = await askStatus(line)
  if (status instanceof ReaderError) return undefined
  return {
    // The status does not say which, and no more is asked.
    model: 'BMG CLARIOstar or CLARIOstar Plus',
    version: '',
    serialNumber: '',
    features: { initialized: status.isInitialized },
    // A monochromator: any whole number of nanometres.
    wavelengthsNm: [],
  }
}

/** What a driver has to be told about one reader. */
export interface ClariostarSettings {
  readonly flashes: number
}

/** Has the reader measure one plate. Rejects with ReaderError. */
export function readWith({ flashes }: ClariostarSettings) {
  return async (line: Line, request: ReadRequest, _identity: Identity): Promise<void> => {
    const run = runFor(request)
    await line.pause(SETTLE_MS)
    await makeReady(line)
    await must(line, payloadFromRun(run, flashes))
    await untilStarted(line)
    await untilIdle(line, RUN_MAX_MS)
    await mustData(line)
  }
}

/** A run of an earlier connection: status until the reader is idle, then data as above. */
export const resuming: Resuming = {
  untilMeasured: async (line) => {
    await untilIdle(line, RUN_MAX_MS)
    if ((await mustStatus(line)).hasUnreadData) return
    const { code, message, hint } = resumedMisfit('its data are gone, or were handed to another')
    throw new ReaderError(code, message, { hint, retryable: false })
  },
  fetch: mustData,
}

async function makeReady(line: Line): Promise<void> {
  let status = await mustStatus(line)
  for (let waitedMs = 0; status.isBusy && waitedMs < STOP_MAX_MS; waitedMs += POLL_MS) {
    await line.pause(POLL_MS)
    status = await mustStatus(line)
  }
  if (status.isBusy) {
    throw new ReaderError('reader-status', 'The reader is busy; it was not told to read.', {
      hint: 'Wait until it is done, or stop it at its own program, then read again.',
      retryable: false,
    })
  }
  if (!status.isInitialized) {
    await must(line, INITIALIZE_PAYLOAD)
    await untilIdle(line, MOTION_MAX_MS)
  }
  if (!status.isDrawerOpen) return
  await must(line, DRAWER_IN_PAYLOAD)
  await untilIdle(line, MOTION_MAX_MS)
}

/** The run was accepted; only a reader that is at work makes new data. */
async function untilStarted(line: Line): Promise<void> {
  for (let waitedMs = 0; waitedMs <= START_MAX_MS; waitedMs += POLL_MS) {
    if ((await mustStatus(line)).isBusy) return
    await line.pause(POLL_MS)
  }
  throw new ReaderError('reader-aborted', 'The reader accepted the run but did not start it.', {
    hint: 'Look for a message at the reader, then start the read again.',
    retryable: false,
  })
}

async function untilIdle(line: Line, limitMs: number): Promise<void> {
  for (let waitedMs = 0; waitedMs <= limitMs; waitedMs += POLL_MS) {
    await line.pause(POLL_MS)
    if (!(await mustStatus(line)).isBusy) return
  }
  throw new ReaderError('reader-silent', `The reader was still busy after ${limitMs / 1000} s.`, {
    hint: 'Look at the reader; stop it if it hangs.',
    retryable: false,
  })
}

/** What the run measures. Throws ReaderError `reader-unsuited` before anything is said. */
function runFor(request: ReadRequest): RunDefinition {
  const { format, kinetic, wavelengthsNm } = request
  if (format !== 96) {
    throw unsuited(`A plate of ${format} wells was asked for; only 96 were seen in recordings.`)
  }
  if (kinetic !== null) {
    throw unsuited('A kinetic read was asked for; how it is set up is not known.')
  }
  const all = [...new Set(wavelengthsNm)]
  const { min, max } = WAVELENGTHS_NM
  const isCount = all.length >= 1 && all.length <= WAVELENGTHS_MAX
  const isInRange = all.every((nm) => Number.isInteger(nm) && nm >= min && nm <= max)
  if (!isCount || !isInRange) {
    throw unsuited(
      `Wavelengths of ${all.join(', ') || 'nothing'} nm were asked for; ` +
        `1 to ${WAVELENGTHS_MAX} of ${min} to ${max} nm can be read, in whole nm.`,
    )
  }
  const rows = request.rows ?? WHOLE.rows
  const columns = request.columns ?? WHOLE.columns
  const wells = wellsWithin(rows, columns)
  const isPlate = isRange(rows, 8) && isRange(columns, 12)
  if (!isPlate) {
    throw unsuited(
      `Rows ${rows.join('-')} and columns ${columns.join('-')} were asked for, ` +
        'which a 96-well plate does not have.',
    )
  }
  return { wells, wavelengthsNm: all }
}

function isRange([first, last]: readonly [number, number], highest: number): boolean {
  return first >= 1 && first <= last && last <= highest
}

function unsuited(message: string): ReaderError {
  const hint = 'Read this plate with another reader, or change what is asked for.'
  return new ReaderError('reader-unsuited', message, { hint, retryable: false })
}
