import { describe, expect, it } from 'vitest'

import { closest, guess } from '../../src/core/closest.ts'

const KEYS = ['dilution', 'conditions', 'slots', 'wells']

describe('the name that was probably meant', () => {
  it.each([
    ['diluton', 'dilution'],
    ['Dilution', 'dilution'],
    ['dilutions', 'dilution'],
    ['condtion', 'conditions'],
    ['well', 'wells'],
    ['slost', undefined],
    ['volume', undefined],
    ['', undefined],
  ])("for '%s' is %s", (word, meant) => {
    expect(closest(word, KEYS)).toBe(meant)
  })

  it('is told as a question, and otherwise every name there is', () => {
    expect(guess('wels', KEYS)).toBe("did you mean 'wells'?")
    expect(guess('volume', KEYS)).toBe('expected one of dilution, conditions, slots, wells')
    expect(guess('volume', ['well'])).toBe('expected well')
    expect(guess('volume', [])).toBe('expected none')
  })

  it('is looked for quickly, however long a word is that somebody sends', () => {
    const many = Array.from({ length: 500 }, (_, at) => `plate-2026-${at}`)
    const before = performance.now()
    expect(closest('x'.repeat(100_000), many)).toBeUndefined()
    expect(performance.now() - before).toBeLessThan(500)
  })

  it('is cut after twelve names', () => {
    const many = Array.from({ length: 20 }, (_, at) => `name-${at}`)
    expect(guess('volume', many).endsWith('name-11, …')).toBe(true)
  })
})
