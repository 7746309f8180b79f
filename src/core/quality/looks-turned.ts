import { CLEAR_NATS, detectLayout, DOUBT_NATS, type Detection } from '../detective/detect.ts'
import { evidenceText } from '../detective/evidence.ts'
import { looksOtherwise } from '../detective/looks-otherwise.ts'
import { inRowMajorOrder } from '../detective/seen-plate.ts'
import type { QualityRule } from './rule.ts'

const HINT =
  'Compare the plate with its layout: read it again as the layout says, or give it the one it has.'
/** How many wells a message names; the detection knows more. */
const PIECES = 2

/**
 * A plate that lies otherwise than its layout says gives every specimen another's result, often on
 * a good curve. What the wells themselves say is asked before anything is released.
 */
export const rule: QualityRule = {
  id: 'looks-turned',
  about: 'The wells fit the layout turned, mirrored or shifted, or another layout, better.',
  check: ({ wells, layout, otherLayouts, assay }) => {
    const ods = new Map(wells.map(({ well, od }) => [well, od]))
    const { standards } = assay
    const suspects = { declared: layout, others: otherLayouts, standards }
    const inOrder = inRowMajorOrder(ods, layout.format)
    if (!looksOtherwise(inOrder, suspects, DOUBT_NATS)) return []
    const detection = detectLayout(ods, layout, { others: otherLayouts, standards })
    return [
      {
        severity: detection.verdict === 'other' ? 'block' : 'warn',
        message: messageOf(detection),
        hint: HINT,
        value: Math.round(detection.margin * 10) / 10,
        limit: CLEAR_NATS,
        wells: detection.evidence.flatMap((piece) => piece.wells),
      },
    ]
  },
}

function messageOf({ sentence, evidence }: Detection): string {
  const told = evidence.slice(0, PIECES).map(evidenceText)
  return told.length === 0 ? sentence : `${sentence} ${told.join('; ')}.`
}
