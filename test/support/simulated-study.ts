import type { Response } from '../../src/core/analysis.ts'
import { compileStudy } from '../../src/core/study/compile-study.ts'
import type { Study, StudyOptions } from '../../src/core/study/study.ts'
import {
  aboveRange,
  belowCurve,
  known,
  measured,
  ORGANISMS,
  responseOf,
  studyOptions,
  studyPlate,
  UNREAD,
} from './sample-study.ts'

const VISITS = ['initial', 'illness'] as const
const LLOQ = 9.4
const ULOQ = 600

/** Park and Miller's generator; a standard normal by summing twelve uniforms. */
function seededNormal(seed: number): () => number {
  let state = seed
  const uniform = () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
  return () => Array.from({ length: 12 }, uniform).reduce((sum, one) => sum + one, -6)
}

function measuredAs(concentration: number) {
  if (concentration < LLOQ) return belowCurve(LLOQ)
  return concentration > ULOQ ? aboveRange(ULOQ) : known(concentration)
}

/**
 * A made-up study: mothers at two visits with both organisms, on a range of 9.4 to 600 pg/mL, so
 * that responses are censored on either side; the very last response was not read. One plate a
 * visit.
 */
export function simulatedStudy(mothers: number, options: Partial<StudyOptions> = {}): Study {
  const normal = seededNormal(11)
  const responses = (at: number): readonly Response[] => {
    const visit = VISITS[at] ?? ''
    return Array.from({ length: mothers }).flatMap((_, index) => {
      const mother = `M${String(index + 1).padStart(3, '0')}`
      const who = { specimen: `${mother}-${visit}`, mother, visit, date: `2026-1${at + 1}-02` }
      const baseline = 25 * 2 ** normal()
      return ORGANISMS.map(({ id: organism }) => {
        const challenge = baseline * 2 ** (1.5 + 2 * normal())
        const change = { ...who, slot: index + 1, organism }
        return responseOf(measuredAs(baseline), measuredAs(challenge), change)
      })
    })
  }
  const unread = responseOf(known(20), UNREAD, { specimen: 'last', organism: 'escherichia-coli' })
  const plates = measured(
    studyPlate('P1', 9, { responses: responses(0) }),
    studyPlate('P2', 11, { responses: [...responses(1), unread] }),
  )
  return compileStudy(plates, studyOptions(options))
}
