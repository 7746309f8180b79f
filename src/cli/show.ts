import { createHash } from 'node:crypto'

import type { PlateDetail, PlateRecord, StoredAnalysis, StoredRead } from '../ports/store.ts'
import type { AddCommand } from './command.ts'
import { decisionLines } from './decision-lines.ts'
import { hanging } from './hanging.ts'
import { withLibrary } from './library.ts'
import { dataFolderOf, withPlace, type PlaceFlags } from './place.ts'
import { analysisReport } from './results-report.ts'
import { analysisOf } from './stored-plates.ts'
import { textTable } from './text-table.ts'

interface ShowFlags extends PlaceFlags {
  readonly analysis?: string
  readonly json?: true
}

function recordLines(record: PlateRecord): readonly string[] {
  const facts = [
    ['plate', record.plate],
    ['layout', record.layoutId],
    ['assay', record.assayId],
    ['kit lot', record.kitLot],
    ['operator', record.operator],
    ['barcode', record.barcode],
    ['bound by', `${record.binding}: ${record.bindingReason}`],
  ]
  return facts
    .filter(([, text]) => text !== '')
    .flatMap(([name = '', text = '']) => hanging(`${name.padEnd(9)} ${text}`, 10))
}

/** What was read, and where its bytes are: in the database, and in the capture up to the last. */
function readLines({ readId, place, read, ...heard }: StoredRead): readonly string[] {
  const hash = createHash('sha256').update(read.bytes).digest('hex')
  const blocks = read.blocks.map(({ wavelengthNm }) => wavelengthNm).join('/')
  const { receivedAt, readerId, driverId } = heard
  return [
    `read ${readId}, ${receivedAt}: ${read.format} wells at ${blocks} nm`,
    `  by reader ${readerId}, driver ${driverId}`,
    ...hanging(`  ${read.bytes.length} bytes, SHA-256 ${hash}`, 2),
    `  in capture ${place.captureId} up to byte ${place.lastByte}`,
  ]
}

function provenanceLines({ documents, ...stored }: StoredAnalysis): readonly string[] {
  const { analysisId, readId, analysedAt, codeVersion } = stored
  const rows = documents.map(({ kind, id, hash }) => [kind, id, hash])
  return [
    `${analysisId} was computed from read ${readId} at ${analysedAt}`,
    `by assayd ${codeVersion}, with`,
    ...textTable(['document', 'id', 'SHA-256'], rows),
  ]
}

function detailLines(detail: PlateDetail, analysis: string | undefined): readonly string[] {
  const decisions = decisionLines(detail)
  const reads = [
    ...detail.reads.flatMap(readLines),
    ...(decisions.length === 0 ? [] : ['', ...decisions]),
  ]
  if (detail.analyses.length === 0 && analysis === undefined) {
    return [...recordLines(detail.record), '', ...reads, '', 'There is no analysis yet.']
  }
  const stored = analysisOf(detail, analysis)
  const others = detail.analyses.map(({ analysisId }) => analysisId).join(', ')
  const versions = detail.analyses.length > 1 ? ['', `Analyses: ${others}`] : []
  const provenance = ['', ...provenanceLines(stored), '']
  const report = analysisReport(stored, stored.record)
  return [...recordLines(stored.record), '', ...reads, ...versions, ...provenance, ...report]
}

/** Everything stored about the plate; bytes are in hex. */
function detailJson(detail: PlateDetail): string {
  return JSON.stringify(detail, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
  )
}

/**
 * `assayd show PLATE`: what is on the plate, its curve and results, and where every number comes
 * from.
 */
export const addShow: AddCommand = (program, tools) => {
  withPlace(program.command('show <plate>'))
    .description('show a plate: curve, results, flags, and where they come from')
    .option('--analysis <version>', 'another analysis than the newest')
    .option('--json', 'everything stored about the plate as JSON, bytes in hex')
    .action(async (plate: string, { analysis, json, ...flags }: ShowFlags) => {
      await withLibrary(tools, dataFolderOf(tools, flags), async (library) => {
        const detail = await library.plate(plate)
        const lines = json === true ? [detailJson(detail)] : detailLines(detail, analysis)
        for (const line of lines) tools.print(line)
      })
    })
}
