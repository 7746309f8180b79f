import { expect, it } from 'vitest'

import { hanging } from '../../src/cli/hanging.ts'

it('A text is broken at spaces, and what follows stands below its beginning', () => {
  expect(hanging('assayd: one two three four', 8, 17)).toEqual([
    'assayd: one two',
    '        three',
    '        four',
  ])
})

it('A word that is too long stays whole, and the first line keeps its own margin', () => {
  expect(hanging('    see /a/very/long/path now', 4, 12)).toEqual([
    '    see',
    '    /a/very/long/path',
    '    now',
  ])
})

it('Colours take no room, and a pipe gets the text as it is', () => {
  expect(hanging('\u001B[31mfail\u001B[39m it broke', 2, 13)).toHaveLength(1)
  const text = 'word '.repeat(100).trim()
  expect(hanging(text, 2, Infinity)).toEqual([text])
})
