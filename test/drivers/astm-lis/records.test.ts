import { describe, expect, it } from 'vitest'

import {
  componentOf,
  delimitersFrom,
  escaped,
  unescaped,
  USUAL_DELIMITERS,
} from '../../../drivers/astm-lis/records.ts'
import { ENQ, EOT, frame, framesOf, MESSAGE, session, talk } from './talk.ts'

describe('delimiters', () => {
  it('are what the header declares', () => {
    expect(delimitersFrom('H|\\^&|||x')).toEqual(USUAL_DELIMITERS)
    expect(delimitersFrom('H!~$%!!!x')).toMatchObject({ field: '!', repeat: '~', escape: '%' })
  })

  it('are none when they cannot be told apart, or are letters', () => {
    for (const header of ['H', 'H|\\^', 'H|^^&', 'HABCD|', 'H| ^&|'])
      expect(delimitersFrom(header)).toBeUndefined()
  })
})

describe('escapes', () => {
  it('stand for the delimiters, both ways', () => {
    expect(unescaped('a&F&b&S&c&R&d&E&e', USUAL_DELIMITERS)).toBe('a|b^c\\d&e')
    expect(escaped('a|b^c\\d&e', USUAL_DELIMITERS)).toBe('a&F&b&S&c&R&d&E&e')
  })

  it('that are not known stay as they came', () => {
    for (const text of ['&H&x', 'A & B', '&', '&&', 'x&X0D&'])
      expect(unescaped(text, USUAL_DELIMITERS)).toBe(text)
  })

  it('do not cut a component in two', () => {
    expect(componentOf('a&S&b^c', 1, USUAL_DELIMITERS)).toBe('a^b')
  })
})

describe('a message', () => {
  const text = `${MESSAGE.join('\r')}\r`

  it('is the same in one frame, in pieces of any size, and a frame for each record', () => {
    const plain = session(framesOf(MESSAGE)).reads()[0]
    for (const size of [1, 7, 40, 240, text.length]) {
      const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
        text.slice(index * size, (index + 1) * size),
      )
      const frames = pieces.map((piece, index) =>
        frame((index + 1) % 8, piece, index === pieces.length - 1 ? 'last' : 'part'),
      )
      const read = session(frames).reads()[0]
      expect(read?.blocks, `${size}`).toEqual(plain?.blocks)
    }
  })

  it('may leave out the CR before ETX', () => {
    const frames = MESSAGE.map((record, index) => frame(index + 1, record))
    expect(session(frames).reads()).toHaveLength(1)
  })

  it('may have other delimiters', () => {
    const other = MESSAGE.map((record, index) =>
      index === 0 ? 'H!~$%!!!x' : record.replaceAll('|', '!').replaceAll('^', '$'),
    )
    expect(session(framesOf(other)).reads()[0]?.barcode).toBe('PLATE-7')
  })

  it('may hold comments and records of the maker, and leave the patient out', () => {
    const [header, , order, ...results] = MESSAGE
    const more = [header, 'C|1|I||I', 'M|1|x|1\\2', order, 'C|1|I|43|I', ...results]
    expect(session(framesOf(more)).reads()).toHaveLength(1)
  })

  it('is read when it is whole, and not before', () => {
    const one = talk().received(ENQ, ...framesOf(MESSAGE).slice(0, -1))
    expect(one.reads()).toHaveLength(0)
    expect(one.received(EOT).faults()[0]?.message).toMatch(/broke off after 5 records/)
    expect(one.reads()).toHaveLength(0)
  })

  it.each([
    ['a lost result', [0, 1, 2, 4, 5]],
    ['a doubled result', [0, 1, 2, 3, 3, 4, 5]],
    ['a lost order', [0, 1, 3, 4, 5]],
  ])('is refused with %s', (_name, order) => {
    const one = session(framesOf(order.map((index) => MESSAGE[index] ?? '')))
    expect(one.reads()).toHaveLength(0)
    expect(one.faults().map(({ code }) => code)).toEqual(['reader-malformed'])
  })

  it('is refused without a header, with a strange record, or when another begins in it', () => {
    const [header, ...rest] = MESSAGE
    expect(session(framesOf(rest)).faults()[0]?.code).toBe('reader-malformed')
    const strange = session(framesOf([header, 'X|1', ...rest]))
    expect(strange.faults()[0]?.message).toMatch(/'X' is no kind of record/)
    const two = session(framesOf([...MESSAGE.slice(0, 4), ...MESSAGE]))
    expect(two.faults().map(({ code }) => code)).toEqual(['reader-aborted'])
    expect(two.reads()).toHaveLength(1)
  })

  it.each([
    ['L|1|T', 'reader-aborted'],
    ['L|1|E', 'reader-status'],
    ['L|1|Q', 'reader-status'],
    ['L|1|Z', 'reader-status'],
  ])('that ends with %s is not used', (last, code) => {
    const one = session(framesOf([...MESSAGE.slice(0, -1), last]))
    expect(one.reads()).toHaveLength(0)
    expect(one.faults().map((fault) => fault.code)).toEqual([code])
  })

  it('that is sent again is not read again', () => {
    const one = session(framesOf(MESSAGE))
    one.received(ENQ, ...framesOf(MESSAGE), EOT)
    expect(one.reads()).toHaveLength(1)
    expect(one.faults().map(({ code }) => code)).toEqual(['reader-repeated'])
    const other = MESSAGE.map((record) => record.replace('0.123', '0.124'))
    expect(one.received(ENQ, ...framesOf(other), EOT).reads()).toHaveLength(2)
  })

  it('behind another in one frame is refused: two reads cannot end with one byte', () => {
    const one = session([frame(1, text + text.replace('0.123', '0.9'))])
    expect(one.reads()).toHaveLength(1)
    expect(one.faults()[0]?.message).toMatch(/second message ended in the same frame/)
  })

  it('without results is no plate and no fault', () => {
    const one = session(framesOf(['H|\\^&', 'Q|1|^X', 'L|1|N']))
    expect(one.heard.filter(({ kind }) => kind !== 'answer')).toEqual([])
  })
})
