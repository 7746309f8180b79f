import { describe, expect, it } from 'vitest'

import { answer, block, HEAD_550, HEAD_680, ROW_550, ROW_680, SETTINGS_550, talk } from './talk.ts'
import { judge } from './judge.ts'

describe('the judge', () => {
  const line = talk()
    .sent('RPLATE 2 0 L 2')
    .received(...answer([...HEAD_680, ...block(ROW_680)]))
  const [read] = line.reads()
  if (read === undefined) throw new TypeError('No plate was read.')

  it('believes the sample rows of the manuals', () => {
    expect(judge(read, undefined)).toBeNull()
    const pushed = talk(SETTINGS_550)
      .received(...HEAD_550, ...block(ROW_550))
      .reads()
    expect(pushed.map((each) => judge(each, SETTINGS_550))).toEqual([null])
  })

  it('finds every byte that is changed in the rows', () => {
    const text = String.fromCharCode(...read.bytes)
    const [from, to] = [text.indexOf('.begin') + 7, text.indexOf('.end')]
    for (let at = from; at < to; at += 1) {
      const bytes = read.bytes.map((byte, index) => (index === at ? byte ^ 0x01 : byte))
      expect(judge({ ...read, bytes }, undefined), `byte ${at}`).not.toBeNull()
    }
  })

  it('finds a plate whose checksum has another rule than the settings say', () => {
    expect(judge(read, { checksum: 'without-returns' })).toBe('a checksum is wrong')
  })
})
