import { describe, expect, it } from 'vitest'

import { HANDS_AWAY_MS, SheetStarts } from '../../src/readers/sheet-starts.ts'

/** As a daemon begins that finds these sheets asked for by one before. */
const startsAfter = (...asked: readonly string[]) => new SheetStarts((hash) => asked.includes(hash))

/** The share, the folder in which it is seen while it is away, and one with unclear files. */
const SHARE = { volume: 7, unclear: [] }
const AWAY = { volume: 1, unclear: [] }
const unclear = (...files: readonly string[]) => ({ ...SHARE, unclear: files })

/** Each in a file of its name. */
const lying = (...hashes: readonly string[]) =>
  hashes.map((hash) => ({ hash, file: `${hash}.csv` }))

describe('A run sheet', () => {
  it('starts a read when none was ever asked for with it', () => {
    const starts = startsAfter('old')
    starts.look(lying('new'), SHARE)
    expect(starts.isHeld('new')).toBe(false)
    starts.asked(['new'])
    expect(starts.isHeld('new')).toBe(true)
  })

  it('that was asked for starts none, however late its folder is there', () => {
    const starts = startsAfter('old')
    starts.look([], null)
    starts.look(lying('old'), SHARE)
    expect(starts.isHeld('old')).toBe(true)
  })

  it('that comes back into its folder starts one, and none when the folder was unreadable', () => {
    const starts = startsAfter('old')
    starts.look(lying('old'), SHARE)
    starts.look([], null)
    starts.look(lying('old'), SHARE)
    expect(starts.isHeld('old')).toBe(true)
    starts.look([], SHARE)
    starts.look(lying('old'), SHARE)
    expect(starts.isHeld('old')).toBe(false)
  })

  it('that was taken out before the daemon began, and is put in later, starts one', () => {
    const starts = startsAfter('old')
    starts.look([], SHARE)
    starts.look(lying('old'), SHARE)
    expect(starts.isHeld('old')).toBe(false)
  })

  it('whose plate is read is held when the read goes to another plate', () => {
    const starts = startsAfter()
    starts.look(lying('new'), SHARE)
    starts.asked(['new'])
    starts.look(lying('new', 'next'), SHARE)
    expect(starts.isHeld('new')).toBe(true)
    expect(starts.isHeld('next')).toBe(false)
  })

  it.each([
    [HANDS_AWAY_MS - 1, false, false],
    [HANDS_AWAY_MS, false, true],
    [0, true, true],
  ])('whose read broke off %i ms ago, resumed: %s, is held: %s', (ms, isResumed, isHeld) => {
    const starts = startsAfter()
    starts.look(lying('new'), SHARE)
    starts.asked(['new'])
    starts.brokeOff('new', () => ms)
    starts.connected(isResumed)
    expect(starts.isHeld('new')).toBe(isHeld)
    starts.asked(['new'])
    starts.connected(false)
    expect(starts.isHeld('new'), 'once').toBe(true)
  })
})

describe('A run sheet that is held on a share', () => {
  it('starts none when the share was away, which looks like an empty folder', () => {
    const starts = startsAfter('old')
    starts.look(lying('old'), SHARE)
    starts.look([], AWAY)
    starts.look([], AWAY)
    starts.look(lying('old'), { ...SHARE, volume: 8 })
    expect(starts.isHeld('old')).toBe(true)
  })

  it('starts none when the share came later than the daemon', () => {
    const starts = startsAfter('old', 'resumed')
    starts.asked(['resumed'])
    starts.look([], AWAY)
    starts.look([], AWAY)
    starts.look(lying('old', 'new', 'resumed'), SHARE)
    expect(starts.isHeld('old')).toBe(true)
    expect(starts.isHeld('resumed')).toBe(true)
    expect(starts.isHeld('new')).toBe(false)
  })

  it('starts one when it is taken out of the share that is back, and put in again', () => {
    const starts = startsAfter('old')
    starts.look(lying('old'), SHARE)
    starts.look([], AWAY)
    starts.look(lying('old'), SHARE)
    starts.look([], SHARE)
    starts.look(lying('old'), SHARE)
    expect(starts.isHeld('old')).toBe(false)
  })
})

describe('A run sheet that is held beside files with mistakes', () => {
  it('starts one when it is taken out and put back', () => {
    const starts = startsAfter('old')
    starts.look(lying('old'), unclear('table.xlsx'))
    starts.look([], unclear('table.xlsx'))
    starts.look(lying('old'), unclear('table.xlsx'))
    expect(starts.isHeld('old')).toBe(false)
  })

  it('starts none when its own file was unclear for a while', () => {
    const starts = startsAfter('old')
    starts.look(lying('old'), SHARE)
    starts.look([], unclear('old.csv'))
    starts.look(lying('old'), SHARE)
    expect(starts.isHeld('old')).toBe(true)
  })

  it('starts none when its own file was unclear from the beginning', () => {
    const starts = startsAfter('old')
    starts.look([], unclear('old.csv'))
    starts.look(lying('old'), SHARE)
    expect(starts.isHeld('old')).toBe(true)
  })
})
