import { lapsedInWords } from '../core/lapsed-verdict.ts'
import type { PlateDetail } from '../ports/store.ts'

/** What people decided about a plate: where its reads came from and went, and what was signed. */
export function decisionLines(detail: PlateDetail): readonly string[] {
  const { plate } = detail.record
  const moved = detail.assignments.map(({ readId, from, to, who, reason, at }) => {
    const where =
      from === to
        ? 'got another run sheet'
        : from === plate
          ? `was given to plate ${to}`
          : `came from plate ${from}`
    return `read ${readId} ${where} by ${who} at ${at}: ${reason}`
  })
  const isEmptied = detail.reads.every(({ readId }) => detail.movedReads.includes(readId))
  const stands = isEmptied ? null : (detail.analyses.at(-1)?.version ?? null)
  const signed = detail.verdicts.flatMap(
    ({ analysisId, verdict, who, name, reason, at, meaning }) => {
      const when = at.replace('T', ' ').replace(/\.\d+/, '')
      return [
        `${analysisId} ${verdict} by ${name} (${who}) at ${when}: ${reason}`,
        `  signed: ${meaning}`,
      ]
    },
  )
  return [
    ...moved,
    ...(isEmptied ? ['The plate has no read any more; what follows holds no longer.'] : []),
    ...signed,
    ...(detail.lapsed === null ? [] : [`${plate} ${lapsedInWords(detail.lapsed, stands)}`]),
  ]
}
