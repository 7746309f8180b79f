import { duration } from './duration.ts'
import type { HealthFacts, ReaderFacts } from './facts.ts'
import type { HealthLimits } from './limits.ts'
import { HOUR_S, isOver, MINUTE_S } from './finding.ts'
import type { HealthFinding, HealthState, Noticed } from './finding.ts'
import { ofDatabase, ofDisks, ofSize, ofWaiting } from './storage.ts'

/** The worst finding makes the state. */
export interface Judgement {
  readonly state: HealthState
  readonly findings: readonly HealthFinding[]
}

/** Judges the facts by the limits. */
export function judged(facts: HealthFacts, limits: HealthLimits): Judgement {
  const looked: readonly Noticed[] = [
    ...ofDatabase(facts),
    ...ofSize(facts, limits),
    ...ofDisks(facts.disks, limits),
    ...facts.readers.flatMap((reader) => ofReader(reader, limits)),
    ...ofWaiting(facts, limits),
    ...ofLoop(facts, limits),
    ...ofBackup(facts, limits),
    ...ofSynthetic(facts),
    ...ofClock(facts, limits),
  ]
  const noticed = [...looked, ...ofTroubles(facts, looked)]
  const findings = noticed.map((each) => ({ reader: null, restartHelps: false, ...each }))
  const worst = findings.some(({ state }) => state === 'failed') ? 'failed' : 'degraded'
  return { state: findings.length === 0 ? 'ok' : worst, findings }
}

function ofReader(reader: ReaderFacts, limits: HealthLimits): readonly Noticed[] {
  const { id, state, inStateS, lastByteAgeS, lastPlateAgeS, trouble, held } = reader
  const about = { state: 'degraded', what: 'reader', reader: id } as const
  const hint = trouble?.hint ?? 'Check that it is on and connected.'
  const found: Noticed[] = []
  if (held !== null && state !== 'reading') found.push({ ...about, ...held })
  if (
    (state === 'away' || state === 'asking') &&
    isOver(inStateS, limits.readerAwayMin, MINUTE_S)
  ) {
    const why = trouble === null ? '' : ` ${trouble.message}`
    found.push({ ...about, message: `It has not answered for ${duration(inStateS)}.${why}`, hint })
  }
  // A reading reader of which no byte came since it was asked is silent since then.
  const silentS = state === 'reading' ? (lastByteAgeS ?? inStateS) : null
  if (isOver(silentS, limits.stalledReadMin, MINUTE_S)) {
    const message = `It measures a plate and has said nothing for ${duration(silentS)}.`
    found.push({
      ...about,
      message,
      hint: 'Look at its display; cancel the read or switch it off.',
    })
  }
  if (isOver(lastByteAgeS, limits.lastByteH, HOUR_S)) {
    found.push({ ...about, message: `Its last byte came ${duration(lastByteAgeS)} ago.`, hint })
  }
  if (isOver(lastPlateAgeS, limits.lastPlateH, HOUR_S)) {
    found.push({ ...about, message: `Its last plate came ${duration(lastPlateAgeS)} ago.`, hint })
  }
  return found
}

function ofLoop({ loopLagMs }: HealthFacts, limits: HealthLimits): readonly Noticed[] {
  if (loopLagMs === null || loopLagMs <= limits.loopLagMs) return []
  const message = `The daemon did nothing else for ${duration(loopLagMs / 1000)}.`
  const hint = 'Look whether the PC is overloaded, was asleep, or its disk is slow.'
  return [{ state: 'degraded', what: 'loop', message, hint }]
}

/** What was not found by looking. */
function ofTroubles({ troubles }: HealthFacts, known: readonly Noticed[]): readonly Noticed[] {
  const isKnown = (part: string): boolean => known.some(({ what }) => what === part)
  const news = troubles.filter(({ part }) => !isKnown(part))
  return news.map(({ part, message, hint }) => ({
    state: 'degraded',
    what: part,
    message,
    hint,
  }))
}

function ofBackup({ backup }: HealthFacts, { backupAgeH }: HealthLimits): readonly Noticed[] {
  if (backup === null || backupAgeH === null) return []
  const { lastGoodAgeS } = backup
  if (lastGoodAgeS !== null && !isOver(lastGoodAgeS, backupAgeH, HOUR_S)) return []
  const when = lastGoodAgeS === null ? 'There is none' : `It is ${duration(lastGoodAgeS)} old`
  const message = `${when}: the last backup that was checked and found sound.`
  return [{ state: 'degraded', what: 'backup', message, hint: 'Look in the log why it failed.' }]
}

function ofSynthetic({ synthetic }: HealthFacts): readonly Noticed[] {
  if (synthetic === null || synthetic.passed) return []
  const message = `The synthetic plate failed ${duration(synthetic.ageS)} ago: ${synthetic.message}`
  const hint = 'Look at data/synthetic, which holds everything of it; the log says more.'
  return [{ state: 'degraded', what: 'synthetic', message, hint }]
}

/** A jump is told for so long. */
const JUMP_TOLD_S = HOUR_S

function ofClock({ clock }: HealthFacts, { clockJumpS }: HealthLimits): readonly Noticed[] {
  const { jumpedByS, jumpAgeS, behindStoredS } = clock
  const about = { state: 'degraded', what: 'clock' } as const
  const hint = 'Set the clock of the PC, and let it follow a time server.'
  const found: Noticed[] = []
  const wasNow = jumpAgeS !== null && jumpAgeS <= JUMP_TOLD_S
  if (wasNow && jumpedByS !== null && Math.abs(jumpedByS) > clockJumpS) {
    const way = jumpedByS < 0 ? 'back' : 'forward'
    const by = duration(Math.abs(jumpedByS))
    const message = `It jumped ${way} by ${by} ${duration(jumpAgeS)} ago.`
    found.push({ ...about, message, hint })
  }
  if (behindStoredS > clockJumpS) {
    const message = `It is ${duration(behindStoredS)} behind the newest plate that is stored.`
    found.push({ ...about, message, hint })
  }
  return found
}
