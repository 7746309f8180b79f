import { describe, expect, it } from 'vitest'

import { HANDS_AWAY_MS, SheetStarts } from '../../src/readers/sheet-starts.ts'

/** As a daemon begins that finds these sheets asked for by one before. */
const startsAfter = (...asked: readonly string[]) => new SheetStarts((hash) => asked.includes(hash))

describe('A run sheet', () => {
  it('starts a read when none was ever asked for with it', () => {
    const starts = startsAfter('old')
    starts.look(['new'], true)
    expect(starts.isHeld('new')).toBe(false)
    starts.asked(['new'])
    expect(starts.isHeld('new')).toBe(true)
  })

  it('that was asked for starts none, however late its folder is there', () => {
    const starts = startsAfter('old')
    starts.look([], false)
    starts.look(['old'], true)
    expect(starts.isHeld('old')).toBe(true)
  })

  it('that comes back into its folder starts one, and none when the folder was unreadable', () => {
    const starts = startsAfter('old')
    starts.look(['old'], true)
    starts.look([], false)
    starts.look(['old'], true)
    expect(starts.isHeld('old')).toBe(true)
    starts.look([], true)
    starts.look(['old'], true)
    expect(starts.isHeld('old')).toBe(false)
  })

  it('that was taken out before the daemon began, and is put in later, starts one', () => {
    const starts = startsAfter('old')
    starts.look([], true)
    starts.look(['old'], true)
    expect(starts.isHeld('old')).toBe(false)
  })

  it('whose plate is read is held when the read goes to another plate', () => {
    const starts = startsAfter()
    starts.look(['new'], true)
    starts.asked(['new'])
    starts.look(['new', 'next'], true)
    expect(starts.isHeld('new')).toBe(true)
    expect(starts.isHeld('next')).toBe(false)
  })

  it.each([
    [HANDS_AWAY_MS - 1, false, false],
    [HANDS_AWAY_MS, false, true],
    [0, true, true],
  ])('whose read broke off %i ms ago, resumed: %s, is held: %s', (ms, isResumed, isHeld) => {
    const starts = startsAfter()
    starts.look(['new'], true)
    starts.asked(['new'])
    starts.brokeOff('new', 1_000)
    starts.connected(1_000 + ms, isResumed)
    expect(starts.isHeld('new')).toBe(isHeld)
    starts.asked(['new'])
    starts.connected(1_000, false)
    expect(starts.isHeld('new'), 'once').toBe(true)
  })
})
