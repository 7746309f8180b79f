import { textFromBytes } from '../../../src/driver-kit.ts'
import { describe, expect, it } from 'vitest'

import { COMMANDS, commandFromLine } from '../../../drivers/moldev-spectramax/commands.ts'
import { faultFromCode } from '../../../drivers/moldev-spectramax/error-table.ts'
import {
  linesFor,
  planFrom,
  positionLine,
  type RunPlan,
} from '../../../drivers/moldev-spectramax/run-plan.ts'
import { statusFromText } from '../../../drivers/moldev-spectramax/status.ts'
import { textFromTransfer, transferFromText } from '../../../drivers/moldev-spectramax/transfer.ts'
import { begun, CORNER, talk, valuesOf, WHOLE } from './talk.ts'

// The lines and texts of the sources: PyLabRobot at 598b58f, `base_tests.py` and the older
// `backend_tests.py` (whose texts of data are made up); eizemazal/spectramax at 37be1cb.

const linesOf = (plan: RunPlan) => linesFor(plan, { model: 'm5', calibrate: 'once' })
const setBy = (lines: readonly string[]) =>
  new Map(lines.map((line) => [commandFromLine(line).name, line]))

describe('the lines of a read', () => {
  it('are those of PyLabRobot, in its order', () => {
    expect(linesOf({ ...WHOLE, wavelengthsNm: [500] })).toEqual([
      '!CLEAR DATA',
      '!XPOS 14.380 9.000 12',
      '!YPOS 11.240 9.000 8',
      '!STRIP 1 12',
      '!CSPEED 8',
      '!SHAKE OFF',
      '!WAVELENGTH 500',
      '!CALIBRATE ONCE',
      '!MODE ENDPOINT',
      '!ORDER COLUMN',
      '!SPEED OFF',
      '!TAG OFF',
      '!READTYPE ABSPLA',
    ])
  })

  it('give the places of its plate, whose wells are not those of the standard', () => {
    expect(positionLine('X', [13.38, 9, 12])).toBe('!XPOS 13.380 9.000 12')
    expect(positionLine('Y', [12.24, 9, 8])).toBe('!YPOS 12.240 9.000 8')
  })

  it('of a 384 Plus say no TAG and another READTYPE', () => {
    const lines = linesFor(WHOLE, { model: '384-plus', calibrate: 'off' })
    expect(lines).toContain('!CALIBRATE OFF')
    expect(lines.slice(-2)).toEqual(['!SPEED OFF', '!READTYPE PLA'])
  })

  it('of a kinetic read give interval and count', () => {
    const kinetic = { intervalS: 10, count: 5 }
    expect(linesOf({ ...WHOLE, kinetic })).toContain('!MODE KINETIC 10 5')
  })

  it.each<[string, RunPlan]>([
    ['a plate', WHOLE],
    ['a corner', CORNER],
    ['some wells', { ...WHOLE, rows: [3, 7], columns: [11, 12], wavelengthsNm: [450, 630] }],
    ['384 wells', { ...WHOLE, format: 384, rows: [9, 16], columns: [2, 24] }],
    ['a series', { ...WHOLE, kinetic: { intervalS: 60, count: 30 } }],
  ])('tell what is measured: %s', (_, plan) => {
    expect(planFrom(setBy(linesOf(plan)))).toEqual(plan)
  })

  it.each([
    ['!XPOS 13.380 9.000 12', 'another plate'],
    ['!YPOS 12.240 9.000 8', 'rows between rows'],
    ['!YPOS 11.240 9.000 9', 'nine rows'],
    ['!YPOS 11.240 4.500 8', 'another pitch'],
    ['!STRIP 12 2', 'a thirteenth column'],
    ['!STRIP 0 2', 'a column before the first'],
    ['!WAVELENGTH 500 F600', 'a path check'],
    ['!MODE SPECTRUM 200 10 50', 'a spectrum'],
    ['!ORDER WAVELENGTH', 'another order'],
    ['!READTYPE FLU', 'fluorescence'],
  ])('that were not said here tell nothing: %s, %s', (line) => {
    const lines = setBy(linesOf(WHOLE))
    expect(planFrom(lines)).toBeDefined()
    expect(planFrom(new Map([...lines, ...setBy([line])]))).toBeUndefined()
  })
})

describe('an answer', () => {
  it('to the status is read as the comment in the source shows it', () => {
    const one = talk().sent('!STATUS').received('OK\r\n>\r\nOPEN\r\nIDLE\r\n\r\n>')
    expect(one.reply()).toMatchObject({ command: 'status', outcome: 'answered', status: '' })
    const text = textFromBytes(one.reply()?.data ?? [])
    expect(statusFromText(text)).toEqual({ isDrawerOpen: true, doing: 'IDLE' })
    const calibrating = statusFromText('\r\nCLOSED\r\nAIR CAL206\r\n\r\n')
    expect(calibrating).toEqual({ isDrawerOpen: false, doing: 'AIR CAL206' })
    expect(statusFromText('\r\nIDLE\r\n')).toBeUndefined()
  })

  it('is OK with whatever stands around it', () => {
    expect(talk().sent('!').received('OK>\r\n').reply()?.outcome).toBe('answered')
    expect(talk().sent('!').received('\r\nOK\t\r\n>').reply()?.outcome).toBe('answered')
  })

  it.each(['OK\t\r\n>FAIL\t 107', 'OK\t\r\n>FAIL\t 107\r\n>', 'FAIL\t 107\r\n>'])(
    'may tell of an error after its OK: %j',
    (text) => {
      const one = begun().sent('!TRANSFER').received(text).silence()
      expect(one.reply()).toMatchObject({ outcome: 'answered', status: '107' })
      expect(one.codes()).toEqual([])
    },
  )

  it('has every error number of the source in its table', () => {
    const numbers = (
      '100 101 102 103 104 105 106 107 108 109 110 111 ' +
      '200 201 202 203 204 205 206 207 208 209 210 ' +
      '300 301 302 303 304 305 306 307 308 312 313 314 315 316 317 ' +
      '400 401 402 403 500 501 502 503 504 505'
    ).split(' ')
    const unknown = numbers.filter((number) => /not list/.test(faultFromCode(number).meaning))
    expect(unknown).toEqual([])
    expect(faultFromCode('202').meaning).toBe('receive queue overflow')
    expect(faultFromCode('314').meaning).toBe('the lamp is low')
  })

  it('with an error names it in words', () => {
    const one = talk().sent('!READ').received('FAIL\t 302\r\n>')
    expect(one.codes()).toEqual(['reader-status'])
    expect(one.faults()[0]?.message).toBe("The reader answered 'read' with error '302': low light.")
    expect(faultFromCode('403')).toMatchObject({ fatal: false })
    expect(faultFromCode('999').meaning).toContain('does not list')
  })

  it.each(COMMANDS.filter(({ prompts, isAsking }) => prompts === 2 && !isAsking))(
    'to $said may have one prompt where another model gives two',
    ({ said }) => {
      const two = talk().sent(`${said} OFF`).received('OK\t\r\n>\r\n>')
      expect(two.reply()?.outcome).toBe('answered')
      const one = talk().sent(`${said} OFF`).received('OK\t\r\n>')
      expect(one.reply()).toBeUndefined()
      expect(one.silence().reply()?.outcome).toBe('answered')
    },
  )
})

describe('the data', () => {
  const ONE = `
    12345.6\t25.1\t96-well
    L:\t260
    L:\t260
    1:\t0.1\t0.2
    2:\t0.3\t0.4
    `
  const TWO = `
    12345.6\t25.1\t96-well
    L:\t260\t280
    L:\t260
    1:\t0.1\t0.2
    2:\t0.3\t0.4
    L:\t280
    1:\t0.5\t0.6
    2:\t0.7\t0.8
    `

  it('of one wavelength are a line a column', () => {
    const one = begun().sent('!TRANSFER').received(`OK\r\n>${ONE}>`)
    expect(one.codes()).toEqual([])
    const [read] = one.reads()
    expect(valuesOf(read)).toEqual({ A1: 0.1, A2: 0.3, B1: 0.2, B2: 0.4 })
    expect(read?.blocks).toMatchObject([
      { interval: 1, wavelengthNm: 260, temperatureC: 25.1, checksum: 'absent' },
    ])
    expect(read?.extra).toEqual({ container: '96-well', time1: '12345.6' })
    expect(read?.blocks[0]?.wells).toHaveLength(96)
  })

  it('of two wavelengths are two blocks', () => {
    const plan = { ...CORNER, wavelengthsNm: [260, 280] }
    const [read] = begun(plan).sent('!TRANSFER').received(`OK\r\n>${TWO}>`).reads()
    expect(valuesOf(read, 0)).toEqual({ A1: 0.1, A2: 0.3, B1: 0.2, B2: 0.4 })
    expect(valuesOf(read, 1)).toEqual({ A1: 0.5, A2: 0.7, B1: 0.6, B2: 0.8 })
  })

  it('are said by the simulated reader as they are heard', () => {
    const transfer = transferFromText(TWO, { ...CORNER, wavelengthsNm: [260, 280] })
    if (typeof transfer === 'string') throw new TypeError(transfer)
    const text = textFromTransfer(transfer, { ...CORNER, wavelengthsNm: [260, 280] })
    expect(text.trim().split('\r\n')).toEqual(
      TWO.trim()
        .split('\n')
        .map((line) => line.trim()),
    )
  })
})
