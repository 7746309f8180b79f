import { describe, expect, it } from 'vitest'

import { isBackupDue } from '../../src/upkeep/backup-due.ts'
import { instantFromIso } from '../../src/ports/clock.ts'

const GOOD = { isGood: true, bytes: 1, captures: 0, missing: 0, auditNumber: 1 }

function due(when: Parameters<typeof isBackupDue>[0]['when'], made: string | null, now: string) {
  const plan = { folder: '/backups', keep: 3, when }
  const good = made === null ? [] : [{ folder: '/backups/a', madeAt: made, ...GOOD }]
  return isBackupDue(plan, good, instantFromIso(now))
}

describe('A backup', () => {
  const atTwo = { atMinutes: 120 }

  it('is due when there is none', () => {
    expect(due(atTwo, null, '2026-11-23T09:00:00.000+03:00')).toBe(true)
  })

  it('is due once a day, from its time on the wall clock', () => {
    const made = '2026-11-22T02:00:30.000+03:00'
    expect(due(atTwo, made, '2026-11-23T01:59:59.000+03:00')).toBe(false)
    expect(due(atTwo, made, '2026-11-23T02:00:00.000+03:00')).toBe(true)
    expect(due(atTwo, '2026-11-23T02:00:10.000+03:00', '2026-11-23T23:59:00.000+03:00')).toBe(false)
  })

  it('is made up for when the daemon was off at its time', () => {
    const made = '2026-11-20T02:00:30.000+03:00'
    expect(due(atTwo, made, '2026-11-23T08:30:00.000+03:00')).toBe(true)
  })

  it('is due so many hours after the last one', () => {
    const made = '2026-11-23T02:00:00.000+03:00'
    expect(due({ everyH: 6 }, made, '2026-11-23T07:59:00.000+03:00')).toBe(false)
    expect(due({ everyH: 6 }, made, '2026-11-23T08:00:00.000+03:00')).toBe(true)
  })

  it('from later than now is not counted, since the clock was set back', () => {
    const made = '2031-01-01T02:00:00.000+03:00'
    expect(due(atTwo, made, '2026-11-23T08:00:00.000+03:00')).toBe(true)
  })
})
