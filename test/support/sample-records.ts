import type { ArchivedCapture } from '../../src/ports/archive.ts'
import type { Block, PlateRead, WellValue } from '../../src/core/plate-read.ts'
import type { CaptureHeader } from '../../src/ports/capture.ts'
import type {
  HeardFault,
  HeardRead,
  KeptConfiguration,
  NewAnalysis,
  PlateRecord,
  StoredDocument,
} from '../../src/ports/store.ts'
import { versionFrom } from '../../src/settings/config-version.ts'
import { hashOf, sampleAnalysis } from './sample-analysis.ts'
import { samplePlateWells } from './sample-plate.ts'
import type { SampleWell } from './sample-plate.ts'

/** The sample capture as it went to an archive. */
export function sampleArchived(): ArchivedCapture {
  const at = '2027-01-15T09:00:00.000+03:00'
  return { captureId: sampleCapture().id, folder: '/backups/captures', sha256: 'abc', at }
}

/** The capture the sample reads were heard in. */
export function sampleCapture(id = 'cap-2026-11-23-a'): CaptureHeader {
  return {
    id,
    reader: 'bench-1',
    driver: 'biotek-elx',
    port: '/dev/ttyUSB0',
    startedAt: '2026-11-23T08:59:58.004+03:00',
  }
}

function textOf(value: WellValue): string {
  if (value === 'overflow') return '*****'
  return typeof value === 'number' ? `+${value.toFixed(3).replace('.', '')}` : ''
}

function blockOf(nm: number, wells: readonly SampleWell[]): Block {
  return {
    interval: 1,
    wavelengthNm: nm,
    referenceNm: null,
    subtractedByInstrument: false,
    temperatureC: null,
    checksum: 'ok',
    wells: wells.map(({ well, od450, od540 }) => {
      const value = nm === 450 ? od450 : od540
      return { well, value, text: textOf(value) }
    }),
  }
}

/** The sample plate as a reader said it, at 450 and 540 nm. */
export function sampleRead(seed?: number): PlateRead {
  const wells = samplePlateWells(seed)
  const blocks = [blockOf(450, wells), blockOf(540, wells)]
  const said = blocks.flatMap((block) => block.wells.map(({ text }) => text)).join('')
  return {
    format: 96,
    blocks,
    barcode: null,
    extra: { basecode: '7220203' },
    bytes: new TextEncoder().encode(said),
  }
}

/** The sample read at a place of the sample capture. */
export function sampleHeardRead(
  at: Partial<HeardRead['place']> & { seed?: number } = {},
): HeardRead {
  return {
    read: sampleRead(at.seed),
    place: { captureId: at.captureId ?? sampleCapture().id, lastByte: at.lastByte ?? 1200 },
    readerId: 'bench-1',
    driverId: 'biotek-elx',
    receivedAt: '2026-11-23T09:15:00.123+03:00',
  }
}

/** A fault as the sample reader's line would give it. */
export function sampleFault(lastByte = 640): HeardFault {
  return {
    fault: {
      code: 'reader-checksum',
      message: "Expected the checksum '0412', got '0413'.",
      hint: 'Read the plate again.',
      bytes: Uint8Array.from([0x1e, 0x30, 0x31, 0xff, 0x00]),
    },
    readerId: 'bench-1',
    captureId: sampleCapture().id,
    at: '2026-11-23T09:14:00.000+03:00',
    lastByte,
  }
}

/** What was said to be on the sample plate. */
export function sampleRecord(plate = 'IL6-07'): PlateRecord {
  return {
    plate,
    binding: 'run-sheet',
    bindingReason: "The run sheet 'il6-07.yaml' expects this plate on 'bench-1'.",
    layoutId: 'milk-12x3',
    assayId: 'il6-dy206',
    kitLot: 'P352211',
    operator: 'F. Mowo',
    barcode: '',
  }
}

/** What was said of the sample plate when it was read again: another lot, assay, layout, person. */
export function sampleRecordLater(plate = 'IL6-07'): PlateRecord {
  return {
    plate,
    binding: 'barcode',
    bindingReason: "The barcode 'BC-9' is that of the run sheet 'il6-07-again.yaml'.",
    layoutId: 'milk-20x2',
    assayId: 'il6-d6050',
    kitLot: 'P360042',
    operator: 'K. Wander',
    barcode: 'BC-9',
  }
}

/** The documents the sample analysis names; texts stand in for the files. */
export function sampleDocuments(): readonly StoredDocument[] {
  const texts = [
    { kind: 'layout', id: 'milk-12x3', text: 'id: milk-12x3\nformat: 96\n' },
    { kind: 'assay', id: 'il6-dy206', text: 'id: il6-dy206\nanalyte: IL-6\n' },
    { kind: 'organisms', id: 'organisms', text: '- id: escherichia-coli\n' },
    { kind: 'run-sheet', id: 'IL6-07', text: 'plate: IL6-07\nlayout: milk-12x3\n' },
  ] as const
  return texts.map((document) => ({ hash: hashOf(document.text), ...document }))
}

/** The sample analysis with everything it was computed from, ready to store for a read. */
export function sampleNewAnalysis(options: {
  readonly plate?: string
  readonly readId: number
  readonly seed?: number
  readonly blocked?: boolean
  readonly record?: Partial<PlateRecord>
}): NewAnalysis {
  const { plate = 'IL6-07', readId, record, ...rest } = options
  return {
    plate,
    record: { ...sampleRecord(plate), ...record },
    readId,
    analysedAt: '2026-11-23T09:15:00.161+03:00',
    codeVersion: '0.1.0',
    documents: sampleDocuments(),
    analysis: sampleAnalysis(rest),
  }
}

/** A configuration of one file. */
export function sampleConfiguration(text: string): KeptConfiguration {
  const hash = hashOf(text)
  return {
    version: versionFrom([{ name: 'assayd.yaml', text, hash }]),
    takenAt: '2026-11-23T09:00:00.000+03:00',
    codeVersion: '0.0.0',
  }
}
