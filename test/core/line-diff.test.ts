import { describe, expect, it } from 'vitest'

import { lineDiff } from '../../src/core/line-diff.ts'

function shown(before: string, after: string): readonly string[] {
  return lineDiff(before, after).map(({ sign, number, text }) => `${sign}${number} ${text}`)
}

describe('The lines that differ', () => {
  it('are none when the texts are the same, or differ in their last line end alone', () => {
    expect(shown('a\nb\n', 'a\nb\n')).toEqual([])
    expect(shown('a\r\nb', 'a\nb\n')).toEqual([])
  })

  it('are numbered as in the text that has them', () => {
    expect(shown('a\nb\nc\nd', 'a\nx\nc\ny\nd')).toEqual(['-2 b', '+2 x', '+4 y'])
    expect(shown('a\nb\nc', 'c')).toEqual(['-1 a', '-2 b'])
    expect(shown('', 'a')).toEqual(['-1 ', '+1 a'])
  })

  it('are all lines of texts too long to compare', () => {
    const old = Array.from({ length: 2_100 }, (_, at) => `old ${at}`).join('\n')
    const now = Array.from({ length: 2_100 }, (_, at) => `new ${at}`).join('\n')
    const changes = lineDiff(`${old}\nend`, `${now}\nend`)
    expect(changes.filter(({ sign }) => sign === '-')).toHaveLength(2_100)
    expect(changes.filter(({ sign }) => sign === '+')).toHaveLength(2_100)
  })

  it('turn the one text into the other', () => {
    const words = ['a', 'b', 'c']
    const texts = Array.from({ length: 243 }, (_, at) =>
      [81, 27, 9, 3, 1].map((step) => words[Math.floor(at / step) % 3] ?? '').join('\n'),
    )
    for (const [at, before] of texts.entries()) {
      const after = texts[(at * 7 + 5) % texts.length] ?? ''
      const changes = lineDiff(before, after)
      const taken = new Set(changes.filter((c) => c.sign === '-').map(({ number }) => number))
      const rest = before.split('\n').filter((_, line) => !taken.has(line + 1))
      for (const { sign, number, text } of changes) {
        if (sign === '+') rest.splice(number - 1, 0, text)
      }
      expect(rest.join('\n')).toBe(after)
    }
  })
})
