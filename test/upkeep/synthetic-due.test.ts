import { describe, expect, it } from 'vitest'

import { instantFromIso } from '../../src/ports/clock.ts'
import { isSyntheticDue } from '../../src/upkeep/synthetic-due.ts'

const plan = {
  everyH: 24,
  layout: 'small',
  driver: 'biotek-elx',
  settings: undefined,
  tolerancePercent: 5,
  withinMin: 5,
}
const last = {
  at: '2026-11-23T06:00:00.000+03:00',
  passed: true,
  message: '',
  codeVersion: '1.0.0',
}
const now = instantFromIso('2026-11-24T05:59:00.000+03:00')
const aMinuteLater = instantFromIso('2026-11-24T06:00:00.000+03:00')

describe('A synthetic plate', () => {
  it('is due when it is planned and there was none', () => {
    expect(isSyntheticDue({ plan: null, last: null, codeVersion: '1.0.0' }, now)).toBe(false)
    expect(isSyntheticDue({ plan, last: null, codeVersion: '1.0.0' }, now)).toBe(true)
  })

  it('is due so many hours after the last one, whose age a restart does not forget', () => {
    expect(isSyntheticDue({ plan, last, codeVersion: '1.0.0' }, now)).toBe(false)
    expect(isSyntheticDue({ plan, last, codeVersion: '1.0.0' }, aMinuteLater)).toBe(true)
  })

  it('is due an hour after one that failed', () => {
    const failed = { ...last, passed: false, at: '2026-11-24T05:00:00.000+03:00' }
    expect(isSyntheticDue({ plan, last: failed, codeVersion: '1.0.0' }, now)).toBe(false)
    expect(isSyntheticDue({ plan, last: failed, codeVersion: '1.0.0' }, aMinuteLater)).toBe(true)
  })

  it('is due after another version came, and after the clock was set back', () => {
    expect(isSyntheticDue({ plan, last, codeVersion: '1.0.1' }, now)).toBe(true)
    const later = { ...last, at: '2031-01-01T00:00:00.000+03:00' }
    expect(isSyntheticDue({ plan, last: later, codeVersion: '1.0.0' }, now)).toBe(true)
  })
})
