import { CLEAR_NATS, detectLayout, DOUBT_NATS, type Detection } from '../detective/detect.ts'
import { evidenceText } from '../detective/evidence.ts'
import { looksOtherwise } from '../detective/looks-otherwise.ts'
import { inRowMajorOrder } from '../detective/seen-plate.ts'
import { asRising } from '../detective/hypothesis.ts'
import { limitsOf, type LimitGroup } from './limits/limit.ts'
import type { QualityRule } from './rule.ts'

const HINT =
  'Compare the plate with its layout: read it again as the layout says, or give it the one it has.'
/** How many wells a message names; the detection knows more. */
const PIECES = 2

const OWN = {
  id: 'looks-turned',
  limits: {
    natsDoubt: {
      about: 'how much better another way to lie must fit to be warned of, in nats',
      usual: DOUBT_NATS,
      source: 'own; a factor of seven in probability',
      min: 0.1,
      max: 1000,
    },
    natsClear: {
      about: 'how much better another way to lie must fit to hold the plate, in nats',
      usual: CLEAR_NATS,
      source: 'own simulation: of 32 000 plates that lay right ten reached it',
      min: 0.1,
      max: 1000,
    },
  },
  ascending: ['natsDoubt', 'natsClear'],
} satisfies LimitGroup

/**
 * A plate that lies otherwise than its layout says gives every specimen another's result, often on
 * a good curve. What the wells themselves say is asked before anything is released.
 */
export const rule: QualityRule = {
  ...OWN,
  about: 'The wells fit the layout turned, mirrored or shifted, or another layout, better.',
  check: ({ wells, layout, otherLayouts, assay }) => {
    const ods = new Map(wells.map(({ well, od }) => [well, od]))
    const limit = limitsOf(OWN, assay)
    const limits = { clear: limit('natsClear'), doubt: limit('natsDoubt') }
    const asked = { declared: layout, others: otherLayouts, standards: assay.standards }
    const suspects = assay.direction === 'falling' ? asRising(asked) : asked
    const inOrder = inRowMajorOrder(ods, layout.format)
    if (!looksOtherwise(inOrder, suspects, limits.doubt)) return []
    const detection = detectLayout(ods, suspects.declared, { ...suspects, limits })
    return [
      {
        severity: detection.verdict === 'other' ? 'block' : 'warn',
        message: messageOf(detection),
        hint: HINT,
        value: Math.round(detection.margin * 10) / 10,
        limit: limits.clear,
        wells: detection.evidence.flatMap((piece) => piece.wells),
      },
    ]
  },
}

function messageOf({ sentence, evidence }: Detection): string {
  const told = evidence.slice(0, PIECES).map(evidenceText)
  return told.length === 0 ? sentence : `${sentence} ${told.join('; ')}.`
}
