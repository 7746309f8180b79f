import type { Bench } from '../bench.ts'
import { AssaydError } from '../core/errors.ts'
import type { StoredVerdict } from '../ports/decisions.ts'
import type { JudgeWish, Judged } from '../ports/office.ts'
import { storedPlate } from '../plates/stored-plate.ts'

/** The analysis that is to be judged, when it can be; see `Office.judgeable`. */
export function judgeable({ store }: Bench, judged: Judged): string {
  const { plate, version, verdict } = judged
  const { analyses, movedReads, assignments } = storedPlate(store, plate)
  const found = analyses.find((one) => one.version === version)
  if (found === undefined) {
    const versions = analyses.map((one) => one.version).join(', ') || 'none yet'
    throw new AssaydError('analysis-unknown', `Plate '${plate}' has no analysis ${version}.`, {
      hint: `There are ${versions}.`,
    })
  }
  if (verdict === 'accepted' && movedReads.includes(found.readId)) {
    const given = assignments.findLast(({ from, readId }) => {
      return from === plate && readId === found.readId
    })
    const message = `The read of ${found.analysisId} was given to plate '${given?.to ?? ''}'.`
    throw new AssaydError('plate-contradiction', message, {
      hint: 'Accept the analysis of that plate.',
    })
  }
  return found.analysisId
}

/** Stores what was signed; a later version of the plate begins undecided. */
export function judge(bench: Bench, wish: JudgeWish): StoredVerdict {
  const { verdict, reason, signature } = wish
  const { user: who, name, meaning, at } = signature
  const analysisId = judgeable(bench, wish)
  bench.store.saveVerdict({ analysisId, verdict, meaning, name, at, deed: { who, reason } })
  return { analysisId, verdict, meaning, name, at, who, reason }
}
