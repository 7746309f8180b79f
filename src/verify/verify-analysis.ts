import { createHash } from 'node:crypto'

import { analyse } from '../core/analyse/analyse.ts'
import type { Assay, RuleChoice } from '../core/assay.ts'
import { AssaydError } from '../core/errors.ts'
import { limitsInForce } from '../core/quality/limits/in-force.ts'
import type { QualityRule } from '../core/quality/rule.ts'
import { asStored } from '../core/verify/as-stored.ts'
import { differencesBetween, type Difference } from '../core/verify/differences.ts'
import { finding, type Finding } from '../core/verify/finding.ts'
import type { StoredAnalysis, StoredDocument, StoredRead } from '../ports/store.ts'
import type { PlateDocuments, ReadDocuments } from '../ports/verify.ts'

/** What an analysis is computed again with. */
export interface AnalysisParts {
  readonly rules: readonly QualityRule[]
  /** The version that computes now. */
  readonly codeVersion: string
  readonly readDocuments: ReadDocuments
}

/** Everything that is wrong with one stored analysis. */
export function analysisFindings(
  parts: AnalysisParts,
  stored: StoredAnalysis,
  read: StoredRead | undefined,
): readonly Finding[] {
  const hashes = stored.documents.flatMap((one) => hashFindings(stored, one))
  try {
    const documents = parts.readDocuments(stored.documents)
    return [
      ...hashes,
      ...recordFindings(stored, documents, read),
      ...resultFindings(parts, stored, { documents, read }),
    ]
  } catch (error) {
    if (!(error instanceof AssaydError)) throw error
    const message = `The documents of ${stored.analysisId} cannot be used: ${error.message}`
    return [...hashes, finding({ ...named(stored), kind: 'document', message })]
  }
}

function named({ plate, analysisId, codeVersion }: StoredAnalysis) {
  return { plate, analysisId, codeVersion }
}

function hashFindings(stored: StoredAnalysis, document: StoredDocument): readonly Finding[] {
  const computed = createHash('sha256').update(document.text).digest('hex')
  if (computed === document.hash) return []
  const { kind, id, hash } = document
  const message = `The ${kind} '${id}' of ${stored.analysisId} is not the text that was used.`
  const differences = [{ where: 'SHA-256', stored: hash, computed }]
  return [finding({ ...named(stored), kind: 'document', message, differences })]
}

/** What the analysis says was on the plate, against the documents that said so. */
function recordFindings(
  stored: StoredAnalysis,
  { layout, assay, sheet }: PlateDocuments,
  read: StoredRead | undefined,
): readonly Finding[] {
  const { layoutId, assayId, kitLot, operator, barcode } = stored.record
  const differences = [
    ...differencesBetween(
      { layoutId, assayId, kitLot, operator },
      {
        layoutId: layout.id,
        assayId: assay.id,
        kitLot: sheet?.kitLot ?? '',
        operator: sheet?.operator ?? '',
      },
    ),
    ...differencesBetween({ barcode }, { barcode: read?.read.barcode ?? '' }),
    ...differencesBetween({ plate: stored.plate }, { plate: sheet?.plate ?? stored.plate }),
    ...idDifferences(stored.documents, [layout.id, assay.id]),
  ]
  if (differences.length === 0) return []
  const message = `What ${stored.analysisId} says of its plate is not what its documents say.`
  return [finding({ ...named(stored), kind: 'record', message, differences })]
}

function idDifferences(
  documents: readonly StoredDocument[],
  [layout, assay]: readonly string[],
): readonly Difference[] {
  const idOf = (kind: StoredDocument['kind']) => documents.find((one) => one.kind === kind)?.id
  return differencesBetween({ layout: idOf('layout'), assay: idOf('assay') }, { layout, assay })
}

/** The assay as it was judged by: with the limits that held, also where its file was silent. */
function assayHeld({ assay, limits }: PlateDocuments): Assay {
  if (limits === null) return assay
  const quality = Object.entries(limits.quality).map(([id, held]): [string, RuleChoice] => {
    const { severity = 'as-found' } = held
    return [id, severity === 'as-found' ? { limits: held.limits } : { ...held, severity }]
  })
  return {
    ...assay,
    direction: limits.direction,
    limits: limits.limits,
    quality: Object.fromEntries(quality),
  }
}

function resultFindings(
  parts: AnalysisParts,
  stored: StoredAnalysis,
  inputs: { readonly documents: PlateDocuments; readonly read: StoredRead | undefined },
): readonly Finding[] {
  const { analysisId, codeVersion } = stored
  if (inputs.read === undefined) {
    const message = `${analysisId} was computed from read ${stored.readId}, which is not stored.`
    return [finding({ ...named(stored), kind: 'store', message })]
  }
  const differences = computedAgain(parts, stored, { ...inputs, read: inputs.read })
  if (differences.length === 0) return []
  if (codeVersion === parts.codeVersion) {
    const message = `${analysisId} does not come out again from its own read and documents.`
    return [finding({ ...named(stored), kind: 'analysis', message, differences })]
  }
  const message =
    `${analysisId} was computed by assayd ${codeVersion}; ` +
    `assayd ${parts.codeVersion} computes it otherwise.`
  return [finding({ ...named(stored), kind: 'version', message, differences })]
}

function computedAgain(
  { rules }: AnalysisParts,
  stored: StoredAnalysis,
  from: { readonly documents: PlateDocuments; readonly read: StoredRead },
): readonly Difference[] {
  const { layout, sheet, otherLayouts, history, masks, limits } = from.documents
  const assay = assayHeld(from.documents)
  const inputs = { read: from.read.read, layout, assay, sheet, history, otherLayouts, masks }
  const analysis = analyse(inputs, rules)
  return [
    ...(limits === null ? [] : differencesBetween(limits, limitsNow(rules, from.documents))),
    ...differencesBetween(stored.analysis, asStored(analysis, stored.analysis)),
  ]
}

function limitsNow(rules: readonly QualityRule[], { assay }: PlateDocuments): unknown {
  const { direction = 'rising', limits } = assay
  return { direction, limits, quality: limitsInForce(rules, assay) }
}
