import { describe, expect, it } from 'vitest'

import { driver } from '../../../drivers/astm-lis/driver.ts'
import { schema } from '../../../drivers/astm-lis/settings.ts'
import { framesOf, MESSAGE, session, type Talk } from './talk.ts'

/** A message with these results, read by a mapping that says of two wells what is given. */
function read(results: readonly string[], mapping: object, order = 'O|1|PLATE-7'): Talk {
  const records = ['H|\\^&', 'P|1', order, ...results, 'L|1|N']
  const whole = { well: { at: 'R.3.4' }, wavelengthsNm: 450, wells: results.length, ...mapping }
  return session(framesOf(records), { mapping: whole })
}

const wells = (talk: Talk) =>
  talk.reads()[0]?.blocks.map((block) => block.wells.map(({ well, value }) => [well, value]))

describe('without a mapping', () => {
  it('a message is acknowledged, kept and told of, and gives no OD', () => {
    const one = session(framesOf(MESSAGE), {})
    expect(one.answers()).toBe('AAAAAAA')
    expect(one.reads()).toEqual([])
    const [fault] = one.faults()
    expect(fault?.code).toBe('reader-undescribed')
    expect(fault?.message).toMatch(/2 results was received and kept/)
    expect(String.fromCharCode(...(fault?.bytes ?? []))).toContain('R|2|^^^B1|-0.004|OD||N||F')
  })

  it('the driver is there, and says what it is missing when it is asked for a plate', async () => {
    expect(driver.facts.lines).toHaveLength(1)
    expect(driver.facts.lines[0]).toMatchObject({ baud: 9600, dataBits: 8, parity: 'none' })
    const line = { ask: () => Promise.reject(new Error('asked')), pause: () => Promise.resolve() }
    const identity = await driver.greet(line)
    expect(identity?.wavelengthsNm).toEqual([])
  })
})

describe('a mapping', () => {
  it('finds wells in any component, also with a pattern', () => {
    const plain = ['R|1|^^^A01|0.1', 'R|2|^^^h12|0.2']
    expect(wells(read(plain, {}))).toEqual([
      [
        ['A1', 0.1],
        ['H12', 0.2],
      ],
    ])
    const named = ['R|1|^^^ABS_H-12|0.2', 'R|2|^^^ABS_1-3|0.1']
    const pattern = '^ABS_(?<row>[A-H]|[1-8])-(?<column>[0-9]+)$'
    const found = wells(read(named, { well: { at: 'R.3.4', pattern } }))
    expect(found).toEqual([
      [
        ['A3', 0.1],
        ['H12', 0.2],
      ],
    ])
    const first = read(['R|1|^^^x|0.5'], { well: { at: 'O.3', pattern: '^P1/(.*)$' } }, 'O|1|P1/C7')
    expect(wells(first)).toEqual([[['C7', 0.5]]])
  })

  it('counts wells along rows or along columns', () => {
    const numbered = ['R|1|^^^2|0.1', 'R|2|^^^96|0.2', 'R|3|^^^13|0.3']
    expect(wells(read(numbered, { naming: 'row-major' }))).toEqual([
      [
        ['A2', 0.1],
        ['B1', 0.3],
        ['H12', 0.2],
      ],
    ])
    expect(wells(read(numbered, { naming: 'column-major' }))).toEqual([
      [
        ['B1', 0.1],
        ['E2', 0.3],
        ['H12', 0.2],
      ],
    ])
    expect(wells(read(['R|1|^^^384|1'], { naming: 'row-major', format: '384' }))).toEqual([
      [['P24', 1]],
    ])
  })

  it('takes values as they are said: decimal comma, milli-OD, blanks around', () => {
    expect(wells(read(['R|1|^^^A1|  0,125'], { decimalMark: ',' }))).toEqual([[['A1', 0.125]]])
    expect(wells(read(['R|1|^^^A1|-4'], { unit: 'mOD' }))).toEqual([[['A1', -0.004]]])
  })

  it.each(['', '1e3', '0,125', '1.234.5', 'OVER', '12 3'])('takes no number from %j', (text) => {
    const one = read([`R|1|^^^A1|${text}`], {})
    expect(one.reads()).toEqual([])
    expect(one.faults()[0]?.message).toMatch(/A1: R\.4 is '.*', which is no value/)
  })

  it('takes no part of a field for its value, unless the mapping names the part', () => {
    // A digit that changed places with the delimiter beside it keeps the sum of its frame.
    const one = read(['R|1|8^^A1|32^6'], { well: { at: 'R.3.3' } })
    expect(one.reads()).toEqual([])
    expect(one.faults()[0]?.message).toMatch(/A1: R\.4 has components: '32\^6'/)
    const named = read(['R|1|^^^A1|0.125^raw'], { value: { at: 'R.4.1' } })
    expect(wells(named)).toEqual([[['A1', 0.125]]])
  })

  it('marks what is off scale, pending or questionable, and keeps the text', () => {
    const results = [
      'R|1|^^^A1|4.000|OD||>||F',
      'R|2|^^^A2|0.000|OD||A\\<||F',
      'R|3|^^^A3|+++|OD||N||F',
      'R|4|^^^A4||OD||||X',
      'R|5|^^^A5|0.4|OD||||W',
      'R|6|^^^A6|0.5|OD||H||C',
    ]
    const one = read(results, { overflowTexts: ['+++'] })
    const marks = ['overflow', 'underflow', 'overflow', 'unread', 'unread', 0.5]
    expect(one.reads()[0]?.blocks[0]?.wells.map(({ value }) => value)).toEqual(marks)
    const texts = ['4.000', '0.000', '+++', '', '0.4', '0.5']
    expect(one.reads()[0]?.blocks[0]?.wells.map(({ text }) => text)).toEqual(texts)
  })

  it('gives a block for each wavelength, in the order of the settings', () => {
    const several = { wavelengthsNm: [450, 630], wavelength: { at: 'R.3.5' }, wells: 1 }
    const results = ['R|1|^^^A1^630|0.05', 'R|2|^^^A1^450|1.5']
    const blocks = read(results, several).reads()[0]?.blocks
    expect(blocks?.map(({ wavelengthNm }) => wavelengthNm)).toEqual([450, 630])
    expect(read(['R|1|^^^A1^450|1.5'], several).faults()[0]?.message).toMatch(/0 of 1 wells .* 630/)
    const other = read(['R|1|^^^A1^405|1.5'], several)
    expect(other.faults()[0]?.message).toMatch(/'405', expected 450 or 630 nm/)
  })

  it('leaves aside results that are no OD', () => {
    const results = ['R|1|^^^A1|0.5|OD', 'R|2|^^^A1|12.5|pg/mL']
    const one = read(results, { only: { at: 'R.5', is: 'OD' }, wells: 1 })
    expect(wells(one)).toEqual([[['A1', 0.5]]])
    expect(one.reads()[0]?.extra['otherResults']).toBe('1')
    const none = read(['R|1|^^^A1|12.5|pg/mL'], { only: { at: 'R.5', is: 'OD' }, wells: 1 })
    expect(none.faults()[0]?.code).toBe('reader-undescribed')
  })

  it.each([
    { with: 'a well that came twice', results: ['R|1|^^^A1|0.1', 'R|2|^^^A01|0.2'], says: /twice/ },
    { with: 'a name that is no well', results: ['R|1|^^^I1|0.1'], says: /'I1', which names no/ },
    { with: 'a well that is said twice', results: ['R|1|^^^A1\\^^^A2|0.1'], says: /4 repeats/ },
  ])('refuses a plate with $with', ({ results, says }) => {
    const one = read(results, {})
    expect(one.reads()).toEqual([])
    expect(one.faults()[0]?.message).toMatch(says)
  })

  it('refuses a plate with too few wells, or without the place of a well', () => {
    const few = read(['R|1|^^^A1|0.1'], { wells: 96 })
    expect(few.faults()[0]?.message).toMatch(/1 of 96 wells came at 450 nm/)
    const none = read(['R|1|^^^A1|0.1'], { well: { at: 'R.30' } })
    expect(none.faults()[0]?.message).toMatch(/names no well/)
    expect([...few.reads(), ...none.reads()]).toEqual([])
  })

  it('refuses a message of two plates', () => {
    const records = ['H|\\^&', 'O|1|P1', 'R|1|^^^A1|0.1', 'O|2|P2', 'R|1|^^^A2|0.1', 'L|1|N']
    const mapping = { well: { at: 'R.3.4' }, wavelengthsNm: 450, wells: 2, barcode: { at: 'O.3' } }
    const one = session(framesOf(records), { mapping })
    expect(one.reads()).toEqual([])
    expect(one.faults()[0]?.message).toMatch(/results of two plates, 'P1' and 'P2'/)
  })
})

describe('the settings', () => {
  it.each([
    [{ mapping: { wavelengthsNm: 450 } }, 'well'],
    [{ mapping: { well: { at: 'R.1' }, wavelengthsNm: 450 } }, 'well'],
    [{ mapping: { well: { at: 'R.3', pattern: '(' }, wavelengthsNm: 450 } }, 'pattern'],
    [{ mapping: { well: { at: 'R.3' }, wavelengthsNm: [450, 630] } }, 'wavelength'],
    [{ mapping: { well: { at: 'R.3' }, wavelengthsNm: 45 } }, 'wavelengthsNm'],
    [{ line: { parity: 'mark' } }, 'parity'],
  ])('%j are refused', (settings, where) => {
    const result = schema.safeParse(settings)
    expect(result.success).toBe(false)
    expect(JSON.stringify(result.error?.issues)).toContain(where)
  })
})
