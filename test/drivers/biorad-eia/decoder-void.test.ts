import { describe, expect, it } from 'vitest'

import { answer, block, HEAD_550, HEAD_680, ROW_550, ROW_680, SETTINGS_550, talk } from './talk.ts'

const good = [...HEAD_680, ...block(ROW_680)]
const REF_680 = [...HEAD_680, 'Ref. filter:655']

/** What becomes of an answer to `RPLATE`, heard to its end and then to a silence. */
function asked(lines: readonly string[], command = 'RPLATE 2 0 L 2') {
  return talk()
    .sent(command)
    .received(...answer(lines))
    .silence()
}

describe('a plate is void, with one fault,', () => {
  const changed = (at: number, ...lines: readonly string[]) => good.toSpliced(at, 1, ...lines)
  const ROW_A = 4

  it.each([
    ['a row of eleven', changed(ROW_A, ROW_680.slice(6))],
    ['a row of thirteen', changed(ROW_A, `${ROW_680} 0.000`)],
    ['a value without its blank', changed(ROW_A, ROW_680.slice(1))],
    ['a value without a digit', changed(ROW_A, ROW_680.replace('0.105', '0.10'))],
    ['a value without its point', changed(ROW_A, ROW_680.replace('0.105', '0 105'))],
    ['half an overrange mark', changed(ROW_A, ROW_680.replace('*.***', '*.**'))],
    ['a row too few', changed(ROW_A)],
    ['a row too many', changed(ROW_A, ROW_680, ROW_680)],
    ['two rows in one', changed(ROW_A, `${ROW_680}${ROW_680}`)],
    ['no checksum', good.toSpliced(-2, 1)],
    ['a checksum that is no number', good.toSpliced(-2, 1, '1x3')],
    ['a checksum beyond a byte', good.toSpliced(-2, 1, '256')],
    ['no begin', changed(3)],
    ['no measurement filter', changed(2)],
    ['a filter nobody asked for', [...REF_680, ...block(ROW_680), ...block(ROW_680)]],
    ['a filter position for a wavelength', changed(2, 'Mes. filter:2')],
    ['another time than times are', changed(1, '23/11/2026')],
    ['another title than titles are', changed(0, 'BIO-RAD Model 680')],
  ])('with %s', (_what, lines) => {
    const line = asked(lines)
    expect(line.reads()).toEqual([])
    expect(line.faults().map(({ code }) => code)).toEqual(['reader-malformed'])
    expect(line.replies()).toMatchObject([{ outcome: 'broken', fault: line.faults()[0] }])
    expect(line.faults()[0]?.bytes.length).toBeGreaterThan(400)
    line.sent('RPLATE 2 0 L 2').received(...answer(good))
    expect(line.reads()).toHaveLength(1)
  })

  it('when a second block is missing', () => {
    const line = asked([...REF_680, ...block(ROW_680)], 'RPLATE 2 0 L 2 4')
    expect(line.reads()).toEqual([])
    expect(line.faults()).toMatchObject([
      {
        code: 'reader-silent',
        message: 'Half a plate, after 1 of 2 blocks: the reader fell silent.',
      },
    ])
  })

  it('when its filter is not that of the position which was asked for', () => {
    const line = talk().sent('FSTATUS').received('ERE 0000 405 490 595 655 *** *** *** ***')
    line.sent('RPLATE 2 0 L 2').received(...answer(good))
    expect(line.reads()).toEqual([])
    expect(line.faults()).toMatchObject([{ code: 'reader-malformed' }])
  })

  it('when the reader is the other model', () => {
    const line = asked([...HEAD_550, ...block(ROW_550)])
    expect(line.faults()).toMatchObject([
      { code: 'reader-unsuited', hint: "Write model: '550' into the settings of the reader." },
    ])
  })

  it('when the host speaks before its end', () => {
    const line = talk()
      .sent('RPLATE 2 0 L 2')
      .received(...answer(good.slice(0, 8)))
      .sent('RL')
    expect(line.faults()).toMatchObject([{ code: 'reader-aborted' }])
    expect(line.faults()[0]?.bytes.length).toBeGreaterThan(300)
    expect(line.replies()).toMatchObject([{ command: 'read-plate', outcome: 'broken' }])
  })

  it('when another reply comes in its midst', () => {
    const line = talk(SETTINGS_550)
      .sent('AQ')
      .received(...HEAD_550, ...block(ROW_550).slice(0, 5))
    line.received('ERE 0000')
    expect(line.heard.map(({ kind }) => kind)).toEqual(['fault', 'reply'])
    expect(line.faults()).toMatchObject([{ code: 'reader-malformed' }])
  })

  it('when its beginning was not heard', () => {
    const line = talk(SETTINGS_550)
      .received(...block(ROW_550))
      .silence()
    expect(line.reads()).toEqual([])
    expect(line.faults()).toMatchObject([{ code: 'reader-malformed' }])
  })
})

describe('a checksum', () => {
  const one = (ends: 'with' | 'without' | number) => [...HEAD_680, ...block(ROW_680, ends)]
  const two = (first: 'with' | 'without' | number, second: 'with' | 'without' | number) => [
    ...REF_680,
    ...block(ROW_680, first),
    ...block(ROW_550, second),
  ]
  const read = (settings: unknown, ...plates: readonly (readonly string[])[]) => {
    const line = talk(settings)
    for (const lines of plates) line.sent('RTPLATE').received(...answer(lines))
    return line
  }
  const told = (settings: unknown, ...plates: readonly (readonly string[])[]) =>
    read(settings, ...plates)
      .heard.filter(({ kind }) => kind !== 'reply' && kind !== 'progress')
      .map((each) => {
        if (each.kind === 'fault') return each.fault.code
        return each.kind === 'read' ? each.read.extra['checksumRule'] : each.kind
      })

  it('may count the ends of rows or not, and the read says which', () => {
    expect(told(undefined, one('with'))).toEqual(['with-returns'])
    expect(told(undefined, one('without'))).toEqual(['without-returns'])
    expect(told(undefined, two('without', 'without'))).toEqual(['without-returns'])
  })

  it('may have blanks or zeros before it', () => {
    const lines = one(7)
    const sum = Number(block(ROW_680)[9])
    for (const text of [`${sum}`, `  ${sum}`, String(sum).padStart(3, '0')]) {
      expect(told(undefined, lines.toSpliced(-2, 1, text))).toEqual(['with-returns'])
    }
  })

  it('that fits no rule is unverifiable as long as no rule is proven', () => {
    const line = read(undefined, one(7))
    expect(line.reads()[0]?.blocks[0]?.checksum).toBe('unverifiable')
    expect(line.reads()[0]?.extra['checksumRule']).toBe('none fits')
    expect(told(undefined, one('with'), one(7), one('with'), one(7))).toHaveLength(4)
    expect(told(undefined, two(7, 8))).toEqual(['none fits'])
  })

  it('that fits no rule is wrong once two blocks in a row have fitted one', () => {
    expect(told(undefined, one('with'), one('with'), one(7))).toEqual([
      'with-returns',
      'with-returns',
      'reader-checksum',
    ])
    expect(told(undefined, two('with', 'with'), one('without'))).toEqual([
      'with-returns',
      'reader-checksum',
    ])
  })

  it('is wrong when the two blocks of a plate do not agree on a rule', () => {
    expect(told(undefined, two('with', 7))).toEqual(['reader-checksum'])
    expect(told(undefined, two(7, 'without'))).toEqual(['reader-checksum'])
    expect(told(undefined, two('with', 'without'))).toEqual(['reader-checksum'])
  })

  it('is wrong when it does not fit the rule of the settings', () => {
    expect(told({ checksum: 'with-returns' }, one('without'))).toEqual(['reader-checksum'])
    expect(told({ checksum: 'without-returns' }, one('without'))).toEqual(['without-returns'])
    const [fault] = read({ checksum: 'with-returns' }, one(7)).faults()
    const [withEnds, without] = [block(ROW_680)[9], block(ROW_680, 'without')[9]]
    expect(fault?.message).toBe(
      `Block 1: checksum '7' came, but the characters add up to ${withEnds} with row ends ` +
        `(${without} without).`,
    )
  })
})

describe('what is no plate', () => {
  it('is an error of the reader instead of one', () => {
    const line = talk().sent('RPLATE 2 0 L 2').received('ERE 0123')
    expect(line.faults()).toMatchObject([
      {
        code: 'reader-status',
        message: "Answer to 'read-plate': the reader reports error '0123'.",
      },
    ])
    expect(line.replies()).toMatchObject([{ outcome: 'answered', status: '0123' }])
  })

  it('is the word that remote control is gone', () => {
    const line = talk().sent('AQ').received('ERE 0000').sent('RPLATE 2 0 L 2').received('ERE 8073')
    expect(line.faults()).toMatchObject([{ code: 'reader-restarted' }])
  })

  it('is an error that nobody asked for, or half an answer', () => {
    const line = talk(SETTINGS_550).received('ERE 0123')
    expect(line.faults()).toMatchObject([{ code: 'reader-status' }])
    line.sent('ID').half('ERE 00').silence()
    expect(line.replies()).toMatchObject([
      { command: 'identify', outcome: 'silent', fault: { code: 'reader-silent' } },
    ])
    line.sent('RPLATE 0 1').received('ERE 0000').closed()
    expect(line.replies()).toHaveLength(1)
  })

  it('is noise before a reply, which is understood', () => {
    const line = talk().sent('ID').received('\u0081\r?x', 'xxERE 0000 Model 680')
    expect(line.replies()).toMatchObject([{ outcome: 'answered', status: '0000' }])
    expect(line.faults()).toMatchObject([{ code: 'reader-noise' }])
  })
})
