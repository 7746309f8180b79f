import { describe, expect, it } from 'vitest'

import { duration } from '../../../src/core/health/duration.ts'
import type { HealthFacts, ReaderFacts } from '../../../src/core/health/facts.ts'
import { judged } from '../../../src/core/health/judge.ts'
import { USUAL_HEALTH, type HealthLimits } from '../../../src/core/health/limits.ts'

const MIB = 1024 * 1024
const HOUR_S = 3600

const READER: ReaderFacts = {
  id: 'elx',
  state: 'idle',
  inStateS: 10,
  lastByteAgeS: 3,
  lastPlateAgeS: 30,
  lastPlate: 'P1',
  trouble: null,
  held: null,
}

const disk = (what: 'data' | 'exports' | 'log', freeMb: number | null) => ({
  what,
  folder: `/lab/${what}`,
  freeBytes: freeMb === null ? null : freeMb * MIB,
  reason: freeMb === null ? 'ENOENT' : '',
})

const WELL: HealthFacts = {
  readers: [READER],
  waiting: {
    exports: 0,
    oldestExportAgeS: null,
    unassigned: 0,
    oldestUnassignedAgeS: null,
    captures: 1,
  },
  disks: [disk('data', 50_000), disk('exports', 50_000), disk('log', 50_000)],
  database: { state: 'writable', inStateS: 900, error: '', bytes: MIB },
  loopLagMs: 12,
  backup: { lastGoodAgeS: HOUR_S },
  synthetic: { ageS: HOUR_S, passed: true, message: '' },
  clock: { jumpedByS: null, jumpAgeS: null, behindStoredS: 0 },
  troubles: [],
}

const large = { state: 'writable' as const, inStateS: 900, error: '', bytes: 5000 * MIB }

const failing = (inStateS: number) => ({
  state: 'failing' as const,
  inStateS,
  error: 'EIO',
  bytes: null,
})
const held = { message: "Run sheet 'P1' waits and starts no read by itself.", hint: 'Look.' }
const work = { exports: 3, unassigned: 2, captures: 1 }
const young = { oldestExportAgeS: 60, oldestUnassignedAgeS: 60 }
const reader = (change: Partial<ReaderFacts>) => ({ readers: [{ ...READER, ...change }] })

/** What is otherwise than well, the state it makes, and what it is about. */
const CASES: readonly (readonly [string, Partial<HealthFacts>, string, string])[] = [
  [
    'a reader away for two hours',
    reader({ state: 'away', inStateS: 2 * HOUR_S }),
    'degraded',
    'reader',
  ],
  ['a reader away for a minute', reader({ state: 'away', inStateS: 60 }), 'ok', ''],
  [
    'a reader that nobody answers at',
    reader({ state: 'asking', inStateS: 2 * HOUR_S }),
    'degraded',
    'reader',
  ],
  ['an idle reader at night', reader({ inStateS: 9 * HOUR_S, lastByteAgeS: 9 * HOUR_S }), 'ok', ''],
  [
    'a read that fell silent',
    reader({ state: 'reading', lastByteAgeS: 2 * HOUR_S }),
    'degraded',
    'reader',
  ],
  [
    'a long read that speaks',
    reader({ state: 'reading', inStateS: 9 * HOUR_S, lastByteAgeS: 60 }),
    'ok',
    '',
  ],
  ['a run sheet that is held', reader({ held }), 'degraded', 'reader'],
  ['a run sheet that is held while a plate is read', reader({ held, state: 'reading' }), 'ok', ''],
  ['files that wait for a minute', { waiting: { ...work, ...young } }, 'ok', ''],
  [
    'files that wait for an hour',
    { waiting: { ...work, ...young, oldestExportAgeS: HOUR_S } },
    'degraded',
    'waiting',
  ],
  [
    'a plate unassigned for two days',
    { waiting: { ...work, ...young, oldestUnassignedAgeS: 48 * HOUR_S } },
    'degraded',
    'waiting',
  ],
  [
    'more captures than readers',
    { waiting: { ...work, ...young, captures: 2 } },
    'degraded',
    'waiting',
  ],
  ['a data disk with 1 GiB', { disks: [disk('data', 1024)] }, 'degraded', 'disk'],
  ['a data disk with 100 MiB', { disks: [disk('data', 100)] }, 'failed', 'disk'],
  ['a full disk of exports', { disks: [disk('exports', 0)] }, 'degraded', 'disk'],
  ['a share of exports that is gone', { disks: [disk('exports', null)] }, 'degraded', 'disk'],
  ['a data folder that is gone', { disks: [disk('data', null)] }, 'failed', 'disk'],
  [
    'a database that was busy for a moment',
    { database: { ...failing(3), state: 'busy' } },
    'ok',
    '',
  ],
  [
    'a database that another program keeps',
    { database: { ...failing(120), state: 'busy' } },
    'failed',
    'database',
  ],
  ['a database of which nobody said how large it may be', { database: large }, 'ok', ''],
  ['a database that takes nothing', { database: failing(1) }, 'failed', 'database'],
  ['a daemon that was held up', { loopLagMs: 9_000 }, 'degraded', 'loop'],
  ['no backup where there should be one', { backup: { lastGoodAgeS: null } }, 'degraded', 'backup'],
  ['an old backup', { backup: { lastGoodAgeS: 72 * HOUR_S } }, 'degraded', 'backup'],
  ['no backups scheduled', { backup: null }, 'ok', ''],
  [
    'a wrong synthetic plate',
    { synthetic: { ageS: 60, passed: false, message: 'S1 is off.' } },
    'degraded',
    'synthetic',
  ],
  [
    'a clock that jumped back',
    { clock: { jumpedByS: -HOUR_S, jumpAgeS: 60, behindStoredS: 0 } },
    'degraded',
    'clock',
  ],
  [
    'a clock that jumped yesterday',
    { clock: { jumpedByS: -HOUR_S, jumpAgeS: 24 * HOUR_S, behindStoredS: 0 } },
    'ok',
    '',
  ],
  [
    'a clock behind what is stored',
    { clock: { jumpedByS: null, jumpAgeS: null, behindStoredS: HOUR_S } },
    'degraded',
    'clock',
  ],
]

describe('A daemon', () => {
  it('of which all is well is ok', () => {
    expect(judged(WELL, USUAL_HEALTH)).toEqual({ state: 'ok', findings: [] })
  })

  it.each(CASES)('with %s', (...[, change, state, what]) => {
    const judgement = judged({ ...WELL, ...change }, USUAL_HEALTH)
    expect(judgement.state).toBe(state)
    expect(judgement.findings.map((finding) => finding.what)).toEqual(what === '' ? [] : [what])
    for (const { message, hint } of judgement.findings) {
      expect(message).toMatch(/[.!]$|EIO$|ENOENT$/)
      expect(hint).not.toBe('')
    }
  })

  it('is as bad as the worst of several, and tells all', () => {
    const facts = {
      ...WELL,
      ...reader({ state: 'away', inStateS: 2 * HOUR_S }),
      database: failing(1),
    }
    const { state, findings } = judged(facts, USUAL_HEALTH)
    expect(state).toBe('failed')
    expect(findings.map(({ what }) => what)).toEqual(['database', 'reader'])
  })
})

describe('A restart', () => {
  const restarts = (facts: Partial<HealthFacts>): boolean =>
    judged({ ...WELL, ...facts }, USUAL_HEALTH).findings.some((each) => each.restartHelps)

  it('helps where the disk has room and nothing can be written for a minute', () => {
    expect(restarts({ database: failing(120) })).toBe(true)
  })

  it('is not tried at once, nor for a full disk, another program, a reader or the exports', () => {
    expect(restarts({ database: failing(10) })).toBe(false)
    expect(restarts({ database: failing(120), disks: [disk('data', 0)] })).toBe(false)
    expect(restarts({ database: { ...failing(900), state: 'busy' } })).toBe(false)
    expect(restarts(reader({ state: 'away', inStateS: 99 * HOUR_S }))).toBe(false)
    expect(restarts({ disks: [disk('exports', null)] })).toBe(false)
  })
})

it('Ages of bytes and plates are limited where a lab says so', () => {
  const limits: HealthLimits = {
    ...USUAL_HEALTH,
    lastByteH: 1,
    lastPlateH: 24,
    readerAwayMin: null,
  }
  const old = { lastByteAgeS: 2 * HOUR_S, lastPlateAgeS: 48 * HOUR_S }
  expect(judged({ ...WELL, ...reader(old) }, limits).findings).toHaveLength(2)
  expect(judged({ ...WELL, ...reader({ state: 'away', inStateS: 999_999 }) }, limits).state).toBe(
    'ok',
  )
})

it('A duration has two units at most', () => {
  const said = [0.412, 9, 59.6, 90, 3600, 3660, 90_000, 86_400 * 3 + 7, 0].map(duration)
  expect(said).toEqual([
    '0.41 s',
    '9 s',
    '1 min',
    '1 min 30 s',
    '1 h',
    '1 h 1 min',
    '1 d 1 h',
    '3 d',
    '0 s',
  ])
})

describe('A database that is larger than the configuration says', () => {
  const limits = { ...USUAL_HEALTH, databaseWarnMb: 4096 }

  it('is told with what to do, and hides nothing else of the database', () => {
    const trouble = { part: 'database', message: 'It is busy.', hint: '' }
    const { state, findings } = judged({ ...WELL, database: large, troubles: [trouble] }, limits)
    expect(state).toBe('degraded')
    expect(findings.map(({ what }) => what)).toEqual(['database-size', 'database'])
    expect(findings[0]?.message).toContain('has 5000 MiB, more than the 4096 MiB')
    expect(findings[0]?.hint).toContain('Plan room')
  })

  it('begins beyond the limit, and where the size is known', () => {
    const at = (bytes: number | null) =>
      judged({ ...WELL, database: { ...large, bytes } }, limits).state
    expect([at(4096 * MIB), at(4096 * MIB + 1), at(null)]).toEqual(['ok', 'degraded', 'ok'])
  })
})
