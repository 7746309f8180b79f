import { describe, expect, it } from 'vitest'

import { bytesFromLines } from '../../../drivers/biorad-eia/bytes.ts'
import { answer, block, HEAD_550, HEAD_680, ROW_550, ROW_680, SETTINGS_550, talk } from './talk.ts'

const REF_550 = [...HEAD_550, 'Ref. filter:4']
const REF_680 = [...HEAD_680, 'Ref. filter:655']

describe('a plate of a 680', () => {
  it('is the sample row of the manual, and the asterisks are overrange', () => {
    const lines = answer([...HEAD_680, ...block(ROW_680)])
    const line = talk()
      .sent('RPLATE 2 0 L 2')
      .received(...lines)
    const [read] = line.reads()
    expect(line.faults()).toEqual([])
    expect(read?.bytes).toEqual(bytesFromLines(lines))
    expect(read?.extra).toEqual({
      origin: 'measured',
      title: 'BIO-RAD Model 680 Microplate READER',
      checksumRule: 'with-returns',
      readerTime: '23/11/2026 06:00:00',
    })
    const [first] = read?.blocks ?? []
    expect(first).toMatchObject({
      interval: 1,
      wavelengthNm: 450,
      referenceNm: null,
      subtractedByInstrument: false,
      temperatureC: null,
      checksum: 'ok',
    })
    const wells = new Map(first?.wells.map((each) => [each.well, each]))
    expect(wells.size).toBe(96)
    expect(wells.get('A1')).toEqual({ well: 'A1', value: 0.101, text: '0.101' })
    expect(wells.get('H11')).toEqual({ well: 'H11', value: 0.111, text: '0.111' })
    expect(wells.get('H12')).toEqual({ well: 'H12', value: 'overflow', text: '*.***' })
    expect(line.replies()).toEqual([
      { command: 'read-plate', outcome: 'answered', data: new Uint8Array(), status: '0000' },
    ])
  })

  it('has negative values with the minus in the place of the blank', () => {
    const row = '-0.123 0.000-0.000-*.*** *.***-3.500 3.500 0.001-0.001 1.000 1.000 1.000'
    const line = talk()
      .sent('RPLATE 2 0 L 2')
      .received(...answer([...HEAD_680, ...block(row)]))
    const values = line
      .reads()[0]
      ?.blocks[0]?.wells.slice(0, 9)
      .map(({ value }) => value)
    expect(values).toEqual([-0.123, 0, 0, 'underflow', 'overflow', -3.5, 3.5, 0.001, -0.001])
    expect(Object.is(values?.[2], 0)).toBe(true)
  })

  it('has both wavelengths as they are, a block each', () => {
    const data = [...REF_680, ...block(ROW_680), '', ...block(ROW_550), '']
    const line = talk()
      .sent('RPLATE 2 0 L 2 4')
      .received(...answer(data))
    expect(line.reads()[0]?.blocks).toMatchObject([
      { wavelengthNm: 450, referenceNm: null, subtractedByInstrument: false },
      { wavelengthNm: 655, referenceNm: null, subtractedByInstrument: false },
    ])
    expect(line.heard.map(({ kind }) => kind)).toEqual(['progress', 'read', 'reply'])
  })

  it.each(['RTPLATE', 'rtplate', 'RT'])('comes again after %s', (word) => {
    const line = talk()
      .sent(word)
      .received(...answer([...HEAD_680, ...block(ROW_680)]))
    expect(line.reads()[0]?.extra['origin']).toBe('last-plate')
    expect(line.replies()).toMatchObject([{ command: 'last-plate', outcome: 'answered' }])
  })

  it('may have its code on a line of its own', () => {
    const line = talk().sent('RPLATE 2 0 L 2').received('ERE 0000')
    expect(line.heard).toEqual([])
    line.received(...HEAD_680, ...block(ROW_680))
    expect(line.reads()).toHaveLength(1)
    expect(line.faults()).toEqual([])
  })

  it('carries the temperature that was asked for before it, once', () => {
    const line = talk().sent('ISTATUS').received('ERE 0000 1 1 37.0 36.8')
    for (let count = 0; count < 2; count += 1) {
      line.sent('RPLATE 2 0 L 2').received(...answer([...HEAD_680, ...block(ROW_680)]))
    }
    const temperatures = line.reads().map(({ blocks }) => blocks[0]?.temperatureC)
    expect(temperatures).toEqual([36.8, null])
  })

  it('is believed though nobody asked for it, under control with both blocks alone', () => {
    const data = [...REF_680, ...block(ROW_680), ...block(ROW_550)]
    const line = talk()
      .sent('AQ')
      .received('ERE 0000', ...answer(data), ...answer(data))
    expect(line.reads().map(({ extra }) => extra['origin'])).toEqual(['unasked', 'unasked'])
    expect(line.reads()[0]?.blocks).toHaveLength(2)
    line.received(...answer([...REF_680, ...block(ROW_680)])).silence()
    expect(line.reads()).toHaveLength(2)
    expect(line.faults()).toMatchObject([{ code: 'reader-silent' }])
  })

  it('that it says by itself, one block with a reference, may be a difference or not', () => {
    const line = talk()
      .received(...REF_680, ...block(ROW_680))
      .silence()
    expect(line.reads()[0]?.blocks).toMatchObject([
      { wavelengthNm: 450, referenceNm: 655, subtractedByInstrument: 'unknown' },
    ])
  })
})

describe('a plate that a 550 pushes', () => {
  const push = () => talk(SETTINGS_550)

  it('is the sample row of the manual, its filter by position', () => {
    const line = push().received(...HEAD_550, ...block(ROW_550))
    expect(line.heard.map(({ kind }) => kind)).toEqual(['read'])
    const [read] = line.reads()
    expect(read?.extra).toMatchObject({ origin: 'pushed', title: 'BIO-RAD MODEL 550 READER' })
    expect(read?.blocks).toMatchObject([
      { wavelengthNm: 450, referenceNm: null, subtractedByInstrument: false },
    ])
    expect(read?.blocks[0]?.wells.at(-1)).toEqual({ well: 'H12', value: 0.112, text: '0.112' })
  })

  it('is a difference when it has a reference, and ends with a pause', () => {
    const line = push().received(...REF_550, ...block(ROW_550))
    expect(line.reads()).toEqual([])
    line.silence()
    expect(line.reads()[0]?.blocks).toMatchObject([
      { wavelengthNm: 450, referenceNm: 655, subtractedByInstrument: true },
    ])
    expect(line.faults()).toEqual([])
  })

  it('is a difference though the next thing, or the end of the line, comes at once', () => {
    const data = [...REF_550, ...block(ROW_550)]
    const next = push()
      .received(...data, ...data)
      .silence()
    const closed = push()
      .received(...data)
      .closed()
    const junk = push()
      .received(...data)
      .half('\u0007x')
      .silence()
    expect(next.reads()).toHaveLength(2)
    expect(closed.reads()[0]?.blocks[0]?.subtractedByInstrument).toBe(true)
    expect(junk.reads()).toHaveLength(1)
    expect(junk.faults()).toMatchObject([{ code: 'reader-noise' }])
    for (const line of [next, closed]) expect(line.faults()).toEqual([])
  })

  it('is no difference when both blocks come', () => {
    const data = [...REF_550, ...block(ROW_550), ...block(ROW_550)]
    expect(
      push()
        .received(...data)
        .reads()[0]?.blocks,
    ).toMatchObject([
      { wavelengthNm: 450, referenceNm: null, subtractedByInstrument: false },
      { wavelengthNm: 655, referenceNm: null, subtractedByInstrument: false },
    ])
  })

  it('is refused when the line ended where half an answer to a command could end', () => {
    const data = answer([...REF_550, ...block(ROW_550)])
    expect(
      push()
        .received(...data)
        .silence()
        .reads(),
    ).toHaveLength(1)
    const closed = push()
      .received(...data)
      .closed()
    expect(closed.reads()).toEqual([])
    expect(closed.faults()).toMatchObject([{ code: 'port-lost' }])
    const half = push()
      .received(...REF_550, ...block(ROW_550))
      .half('.be')
      .silence()
    expect(half.reads()).toEqual([])
    expect(half.faults()).toMatchObject([{ code: 'reader-silent' }])
  })

  it('comes while a command waits for its reply', () => {
    const line = push().half('BIO-RAD MODEL').sent('AQ').half(' 550 READER\rMes. filter:2\r')
    line.received('Ref. filter:4', ...block(ROW_550), 'ERE 0000')
    expect(line.heard.map(({ kind }) => kind)).toEqual(['progress', 'read', 'reply'])
    expect(line.reads()[0]?.blocks[0]?.subtractedByInstrument).toBe(true)
    expect(line.replies()).toMatchObject([{ command: 'remote-control', outcome: 'answered' }])
  })

  it.each([' *', ' *.***', '     *', ' *****'])('has wells beyond the range as %j', (mark) => {
    const row = ROW_550.replace(' 0.105', mark)
    const wells = push()
      .received(...HEAD_550, ...block(row))
      .reads()[0]?.blocks[0]?.wells
    expect(wells?.[4]).toMatchObject({ well: 'A5', value: 'overflow' })
    expect(wells?.[5]).toMatchObject({ well: 'A6', value: 0.106 })
  })

  it('is refused when nobody knows its filter', () => {
    const line = talk({ ...SETTINGS_550, filters: [405, 0, 595] })
    line.received(...HEAD_550, ...block(ROW_550))
    expect(line.reads()).toEqual([])
    expect(line.faults()).toMatchObject([{ code: 'reader-unsuited' }])
  })
})

describe('a plate that a 550 was told to measure', () => {
  it('is no difference, and must have the filters that were asked for', () => {
    const data = [...REF_550, ...block(ROW_550), ...block(ROW_550)]
    const line = talk(SETTINGS_550)
      .sent('RPLATE 0 2 4')
      .received(...answer(data))
    expect(line.reads()[0]?.blocks).toMatchObject([
      { wavelengthNm: 450, subtractedByInstrument: false },
      { wavelengthNm: 655, subtractedByInstrument: false },
    ])
    line.sent('RPLATE 0 3 4').received(...answer(data))
    line.sent('RPLATE 0 2').received(...answer(data))
    expect(line.reads()).toHaveLength(1)
    expect(line.faults().map(({ code }) => code)).toEqual(['reader-malformed', 'reader-malformed'])
  })
})

describe('the markers of a block', () => {
  it.each([
    ['.begin', '.end'],
    ['. begin', '. end'],
    [' begin', ' end'],
    ['begin', 'end'],
    ['.BEGIN', '.End'],
  ])('may be spelled %j and %j', (begin, end) => {
    const lines = [begin, ...block(ROW_550).slice(1, -1), end]
    expect(
      talk(SETTINGS_550)
        .received(...HEAD_550, ...lines)
        .reads(),
    ).toHaveLength(1)
  })
})
