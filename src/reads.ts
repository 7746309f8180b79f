import type { Bench } from './bench.ts'
import type { Assay } from './core/assay.ts'
import { AssaydError, ReaderError } from './core/errors.ts'
import type { Layout } from './core/layout/layout.ts'
import type { Driver, Identity, Line, LineSettings, ReadRequest } from './ports/driver.ts'
import type { RunSheet } from './core/run-sheet.ts'
import type { ReaderSettings, Sourced } from './ports/settings.ts'
import { waitingAt } from './plates.ts'

/** How often one plate is asked for in a row. */
const READ_ATTEMPTS_MAX = 3
const PAUSE_BEFORE_RETRY_MS = 1_000
const PAUSE_BETWEEN_SHEETS_MS = 1_000
/** After three failures in a row something is wrong that a second later is still wrong. */
const PAUSE_AFTER_FAILURE_MS = 60_000
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
  /** Fixes durably what the next read is expected to be, before it is asked for. */
  readonly expect: (sheets: readonly Sourced<RunSheet>[]) => void
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
  const isAsked = talk.once && talk.reader.trigger !== 'listen'
  const trigger = isAsked ? 'on-connect' : talk.reader.trigger
  switch (trigger) {
    case 'listen':
      return
    case 'on-connect':
      await readPlate(talk, identity, waitingAt(talk.bench, talk.reader.id))
      return
    case 'repeatedly':
      return readRepeatedly(talk, identity)
    case 'on-run-sheet':
      return readWhenExpected(talk, identity)
  }
}

/** One plate after another, until the reader needs a person. */
async function readRepeatedly(talk: Talk, identity: Identity): Promise<void> {
  const { bench, line, reader } = talk
  while (!talk.shouldEnd()) {
    const end = await readPlate(talk, identity, waitingAt(bench, reader.id))
    if (end === 'needs-person') return
    if (end === 'failed') await line.pause(PAUSE_AFTER_FAILURE_MS)
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
    bench.tell({
      kind: 'found',
      reader: reader.id,
      identity,
      settings: talk.hasLineSettings ? one : null,
    })
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
 * A run sheet that names the reader starts the read. One whose read failed is not tried again
 * before it changes, or is taken out of the folder and put back.
 */
async function readWhenExpected(talk: Talk, identity: Identity): Promise<void> {
  const { bench, line, reader } = talk
  const told = new Set<string>()
  let triedSheet = ''
  while (!talk.shouldEnd()) {
    const waiting = waitingAt(bench, reader.id)
    tellWhyNot(talk, waiting, told)
    if (!waiting.some(({ hash }) => hash === triedSheet)) triedSheet = ''
    const [sheet] = waiting
    if (sheet !== undefined && waiting.length === 1 && sheet.hash !== triedSheet) {
      triedSheet = sheet.hash
      await readPlate(talk, identity, waiting)
    }
    await line.pause(PAUSE_BETWEEN_SHEETS_MS)
  }
}

/** Says once of each mistake, and of several sheets that wait at once, why no read starts. */
function tellWhyNot(
  { bench, reader }: Talk,
  waiting: readonly Sourced<RunSheet>[],
  told: Set<string>,
): void {
  const { mistakes } = bench.source.runSheets(bench.settings)
  const names = waiting.map(({ value }) => `'${value.plate}'`).join(', ')
  const several =
    waiting.length > 1
      ? [`Several run sheets wait for reader '${reader.id}': ${names}; leave one in the folder.`]
      : []
  for (const text of [...mistakes, ...several]) {
    if (!told.has(text)) bench.tell({ kind: 'mistake', reader: reader.id, text })
    told.add(text)
  }
}

/**
 * How asking for a plate ended: with one, without one for now, or without one for a person to see.
 */
type ReadEnd = 'done' | 'failed' | 'needs-person'

/**
 * One plate, asked for again when the reader's failure allows it. A reader that needs a person is
 * told of and left alone.
 */
async function readPlate(
  talk: Talk,
  identity: Identity,
  waiting: readonly Sourced<RunSheet>[],
): Promise<ReadEnd> {
  const { bench, driver, line, reader } = talk
  for (let attempt = 1; attempt <= READ_ATTEMPTS_MAX; attempt += 1) {
    try {
      const request = requestFor({ bench, reader, identity, waiting })
      bench.tell({ kind: 'reading', reader: reader.id, wavelengthsNm: request.wavelengthsNm })
      talk.expect(waiting)
      await driver.read(line, request, identity)
      return 'done'
    } catch (error) {
      if (!(error instanceof AssaydError) || error.code === 'port-lost') throw error
      if (error.code.startsWith('store-')) throw error
      const isRetryable = error instanceof ReaderError && error.retryable
      const again = isRetryable && attempt < READ_ATTEMPTS_MAX
      bench.tell({ kind: 'read-failed', reader: reader.id, error, again })
      await line.pause(PAUSE_BEFORE_RETRY_MS)
      if (!isRetryable) return 'needs-person'
    }
  }
  return 'failed'
}

interface Wanted {
  readonly bench: Bench
  readonly reader: ReaderSettings
  readonly identity: Identity
  readonly waiting: readonly Sourced<RunSheet>[]
}

/**
 * What to measure. The plate that is expected says it through its assay; when it will only be known
 * by its barcode, the wavelengths of all assays are read, as far as the reader has filters for
 * them.
 */
function requestFor({ bench, reader, identity, waiting }: Wanted): ReadRequest {
  const expected = expectedPlate(bench, reader, waiting)
  const needed = [...new Set((expected.assay ? [expected.assay] : everyAssay(bench)).flatMap(nmOf))]
  const there = needed.filter((nm) => identity.wavelengthsNm.includes(nm))
  const wavelengthsNm = expected.assay !== undefined || there.length === 0 ? needed : there
  if (wavelengthsNm.length > WAVELENGTHS_MAX) {
    throw new AssaydError(
      'plate-unassigned',
      `Reader '${reader.id}' cannot know which wavelengths to read: ` +
        `the assays need ${wavelengthsNm.join(', ')} nm.`,
      { hint: 'Write a run sheet for the plate, or give the reader a default layout.' },
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

function expectedPlate(
  { settings }: Bench,
  reader: ReaderSettings,
  waiting: readonly Sourced<RunSheet>[],
): ExpectedPlate {
  const sheet = waiting.length === 1 ? waiting[0]?.value : undefined
  const layoutId = sheet?.layout ?? reader.defaultLayout ?? ''
  const layout = settings.layouts.get(layoutId)?.value
  return { layout, assay: settings.assays.get(sheet?.assay ?? layout?.assay ?? '')?.value }
}

function everyAssay({ settings }: Bench): readonly Assay[] {
  return [...settings.assays.values()].map(({ value }) => value)
}

function nmOf({ wavelengthNm, referenceNm }: Assay): readonly number[] {
  return referenceNm === null ? [wavelengthNm] : [wavelengthNm, referenceNm]
}
