import type { Bench } from './bench.ts'
import type { Assay } from './core/assay.ts'
import { AssaydError, ReaderError } from './core/errors.ts'
import type { Layout } from './core/layout/layout.ts'
import type { Driver, Identity, Line, LineSettings, ReadRequest } from './ports/driver.ts'
import type { ReaderSettings } from './ports/settings.ts'
import { waitingAt } from './plates.ts'

/** How often one plate is asked for before a person must look. */
const READ_ATTEMPTS_MAX = 3
const PAUSE_BEFORE_RETRY_MS = 1_000
const PAUSE_BETWEEN_SHEETS_MS = 1_000
const WAVELENGTHS_MAX = 3

/** One reader on an open line. */
export interface Talk {
  readonly bench: Bench
  readonly reader: ReaderSettings
  readonly driver: Driver
  readonly line: Line
  /** Changes the line settings of the open port. */
  readonly retune: (settings: LineSettings) => Promise<void>
  readonly hasLineSettings: boolean
  /** The reader answered. */
  readonly found: () => void
  /** True once the daemon was asked to stop, or the session's capture is full. */
  readonly shouldEnd: () => boolean
  /** True when one plate is all that is wanted, whatever the reader's trigger says. */
  readonly once: boolean
}

/**
 * Finds the reader, then has it measure plates as its trigger says. Resolves when there is nothing
 * more to ask.
 */
export async function talkWith(talk: Talk): Promise<void> {
  const identity = await find(talk)
  const trigger = talk.once ? 'on-connect' : talk.reader.trigger
  switch (trigger) {
    case 'listen':
      return
    case 'on-connect':
      return readPlate(talk, identity)
    case 'repeatedly':
      while (!talk.shouldEnd()) await readPlate(talk, identity)
      return
    case 'on-run-sheet':
      return readWhenExpected(talk, identity)
  }
}

/** Tries the driver's line settings in turn, with safe commands only, until somebody answers. */
async function find(talk: Talk): Promise<Identity> {
  const { driver, reader, line, bench } = talk
  const settings = talk.hasLineSettings ? driver.facts.lines : driver.facts.lines.slice(0, 1)
  for (const one of settings) {
    await talk.retune(one)
    const identity = await driver.greet(line)
    if (identity === undefined) continue
    talk.found()
    bench.tell({ kind: 'found', reader: reader.id, identity, settings: one })
    return identity
  }
  const tried = talk.hasLineSettings
    ? ` at ${settings.map(({ baud }) => baud).join(', ')} baud`
    : ''
  throw new AssaydError(
    'reader-silent',
    `Nothing that speaks like a ${driver.facts.name} answers on ${reader.port}${tried}.`,
    {
      hint:
        'Check that the reader is on, the cable (a null modem may be needed), ' +
        'and the port in the configuration.',
    },
  )
}

/**
 * A run sheet that names the reader starts the read; one whose read failed is not tried again
 * before it changes.
 */
async function readWhenExpected(talk: Talk, identity: Identity): Promise<void> {
  const { bench, line, reader } = talk
  let triedSheet = ''
  while (!talk.shouldEnd()) {
    const waiting = waitingAt(bench, reader.id)
    const hash = waiting[0]?.hash ?? ''
    if (waiting.length === 1 && hash !== triedSheet) {
      triedSheet = hash
      await readPlate(talk, identity)
    }
    await line.pause(PAUSE_BETWEEN_SHEETS_MS)
  }
}

/**
 * One plate, asked for again when the reader's failure allows it. A reader that needs a person is
 * told of and left alone.
 */
async function readPlate(talk: Talk, identity: Identity): Promise<void> {
  const { bench, driver, line, reader } = talk
  for (let attempt = 1; attempt <= READ_ATTEMPTS_MAX; attempt += 1) {
    try {
      const request = requestFor(bench, reader)
      bench.tell({ kind: 'reading', reader: reader.id, wavelengthsNm: request.wavelengthsNm })
      return await driver.read(line, request, identity)
    } catch (error) {
      if (!(error instanceof AssaydError) || error.code === 'port-lost') throw error
      const again = error instanceof ReaderError && error.retryable && attempt < READ_ATTEMPTS_MAX
      bench.tell({ kind: 'read-failed', reader: reader.id, error, again })
      await line.pause(PAUSE_BEFORE_RETRY_MS)
      if (!again) return
    }
  }
}

/**
 * What to measure. The plate that is expected says it through its assay; when it will only be known
 * by its barcode, all wavelengths of all assays are read, as far as a reader can.
 */
function requestFor(bench: Bench, reader: ReaderSettings): ReadRequest {
  const expected = expectedPlate(bench, reader)
  const assays = expected.assay === undefined ? everyAssay(bench) : [expected.assay]
  const wavelengthsNm = [...new Set(assays.flatMap(wavelengthsOf))]
  if (wavelengthsNm.length > WAVELENGTHS_MAX) {
    throw new AssaydError(
      'plate-unassigned',
      `Reader '${reader.id}' cannot know which wavelengths to read: ` +
        `the assays need ${wavelengthsNm.join(', ')} nm.`,
      {
        hint: 'Write a run sheet for the plate, or give the reader a default layout.',
      },
    )
  }
  return {
    format: expected.layout?.format ?? 96,
    wavelengthsNm,
    referenceNm: expected.assay?.referenceNm ?? null,
    rows: null,
    columns: null,
    kinetic: null,
    temperature: false,
    barcode: true,
  }
}

interface ExpectedPlate {
  readonly layout: Layout | undefined
  readonly assay: Assay | undefined
}

function expectedPlate(bench: Bench, reader: ReaderSettings): ExpectedPlate {
  const { settings } = bench
  const waiting = waitingAt(bench, reader.id)
  const sheet = waiting.length === 1 ? waiting[0]?.value : undefined
  const layoutId = sheet?.layout ?? reader.defaultLayout ?? ''
  const layout = settings.layouts.get(layoutId)?.value
  return { layout, assay: settings.assays.get(sheet?.assay ?? layout?.assay ?? '')?.value }
}

function everyAssay({ settings }: Bench): readonly Assay[] {
  return [...settings.assays.values()].map(({ value }) => value)
}

function wavelengthsOf({ wavelengthNm, referenceNm }: Assay): readonly number[] {
  return referenceNm === null ? [wavelengthNm] : [wavelengthNm, referenceNm]
}
