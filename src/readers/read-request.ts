import type { Bench } from '../bench.ts'
import type { Assay } from '../core/assay.ts'
import { AssaydError } from '../core/errors.ts'
import type { Layout } from '../core/layout/layout.ts'
import type { RunSheet } from '../core/run-sheet.ts'
import type { ReadOrder } from '../ports/desk.ts'
import type { Identity, ReadRequest } from '../ports/driver.ts'
import type { ReaderSettings, Sourced } from '../ports/settings.ts'

const WAVELENGTHS_MAX = 3

/** What is known before a read, from which follows what to measure. */
export interface Wanted {
  readonly bench: Bench
  readonly reader: ReaderSettings
  readonly identity: Identity
  readonly waiting: readonly Sourced<RunSheet>[]
  /** What somebody ordered, or null. */
  readonly wanted: ReadOrder | null
}

/**
 * What to measure. An order says it; otherwise the plate that is expected does, through its assay;
 * when that will only be known by its barcode, the wavelengths of all assays are read, as far as
 * the reader has filters for them. Throws `plate-unassigned` when those are too many.
 */
export function requestFor({ bench, reader, identity, waiting, wanted }: Wanted): ReadRequest {
  const expected = expectedPlate(bench, reader, waiting)
  const ordered = bench.settings.assays.get(wanted?.assay ?? '')?.value
  const assay = ordered ?? expected.assay
  const wavelengthsNm = wanted?.wavelengthsNm ?? wavelengthsOf(bench, identity, assay)
  if (wavelengthsNm.length > WAVELENGTHS_MAX) throw tooMany(reader, wavelengthsNm)
  const referenceNm = assay?.referenceNm ?? null
  return {
    format: wanted?.format ?? expected.layout?.format ?? 96,
    wavelengthsNm,
    referenceNm: referenceNm !== null && wavelengthsNm.includes(referenceNm) ? referenceNm : null,
    rows: wanted?.rows ?? null,
    columns: wanted?.columns ?? null,
    kinetic: wanted?.kinetic ?? null,
    temperature: wanted?.temperature ?? false,
    barcode: true,
  }
}

function wavelengthsOf(
  bench: Bench,
  identity: Identity,
  assay: Assay | undefined,
): readonly number[] {
  const needed = [...new Set((assay ? [assay] : everyAssay(bench)).flatMap(nmOf))]
  const there = needed.filter((nm) => identity.wavelengthsNm.includes(nm))
  return assay !== undefined || there.length === 0 ? needed : there
}

function tooMany({ id }: ReaderSettings, wavelengthsNm: readonly number[]): AssaydError {
  return new AssaydError(
    'plate-unassigned',
    `Reader '${id}' cannot know which wavelengths to read: ` +
      `${wavelengthsNm.join(', ')} nm are more than ${WAVELENGTHS_MAX}.`,
    {
      hint:
        'Write a run sheet for the plate, give the reader a default layout, ' +
        'or name the assay or the wavelengths when you ask.',
    },
  )
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
