import type { Analysis } from '../../src/core/analysis.ts'
import type { ExportInput } from '../../src/ports/exporter.ts'
import { sampleHeardRead, sampleNewAnalysis } from './sample-records.ts'

/** The sample plate as an exporter gets it; the analysis and the plate's id may be others. */
export function sampleExport(change: { plate?: string; analysis?: Analysis } = {}): ExportInput {
  const { plate = 'IL6-07' } = change
  const fresh = sampleNewAnalysis({ plate, readId: 1 })
  return {
    record: fresh.record,
    read: { ...sampleHeardRead(), readId: 1 },
    stored: {
      ...fresh,
      analysis: change.analysis ?? fresh.analysis,
      analysisId: `${plate}/1`,
      version: 1,
    },
  }
}
