import { describe, expect, it } from 'vitest'

import { driver } from '../../../drivers/moldev-spectramax/driver.ts'
import { simulator } from '../../../drivers/moldev-spectramax/simulator.ts'
import {
  type Driver,
  type ReadRequest,
  type SimulatedReader,
  bytesFromText,
  textFromBytes,
} from '../../../src/driver-kit.ts'
import { benchLine } from '../../support/bench-line.ts'
import { simulatedClock } from '../../support/simulated-clock.ts'
import { differences, plateNumber, REQUEST } from '../conformance-kit.ts'

function reader(fault: string | null = null, settings?: unknown): SimulatedReader {
  let given = 0
  return simulator.create({ nextPlate: () => plateNumber((given += 1)), fault, seed: 3, settings })
}

function bench(to: SimulatedReader = reader(), of: Driver = driver) {
  const clock = simulatedClock()
  const one = benchLine({ driver: of, reader: to, clock })
  const lines = () =>
    one.events.flatMap((event) => (event.kind === 'sent' ? [textFromBytes(event.bytes)] : []))
  const greet = async () => clock.runUntil(of.greet(one.line))
  const read = async (request: Partial<ReadRequest> = {}) => {
    const identity = await greet()
    if (identity === undefined) throw new TypeError('Nobody answered.')
    const before = lines().length
    const done = of.read(one.line, { ...REQUEST, ...request }, identity).then(
      () => null,
      (error: unknown) => error,
    )
    const error = await clock.runUntil(done)
    const said = lines().slice(before)
    return { error, said, unlike: said.filter((line, at) => line !== said[at - 1]) }
  }
  return { ...one, clock, lines, greet, read }
}

/** A simulated reader whose answers to some lines are others. */
function answering(words: Readonly<Record<string, string>>, to = reader()): SimulatedReader {
  return {
    connected: () => [],
    hear: (bytes) => {
      const said = words[textFromBytes(bytes).trim()]
      return said === undefined ? to.hear(bytes) : [{ afterMs: 5, bytes: bytesFromText(said) }]
    },
  }
}

describe('a read', () => {
  it('is set up, begun, waited for and taken', async () => {
    const one = bench()
    const { error, unlike } = await one.read()
    expect(error).toBeNull()
    expect(unlike).toEqual(
      [
        '!STATUS',
        '!CLEAR DATA',
        '!XPOS 14.380 9.000 12',
        '!YPOS 11.240 9.000 8',
        '!STRIP 1 12',
        '!CSPEED 8',
        '!SHAKE OFF',
        '!WAVELENGTH 450 630',
        '!CALIBRATE ONCE',
        '!MODE ENDPOINT',
        '!ORDER COLUMN',
        '!SPEED OFF',
        '!TAG OFF',
        '!READTYPE ABSPLA',
        '!READ',
        '!STATUS',
        '!TRANSFER',
      ].map((line) => `${line}\r`),
    )
    expect(one.reads()).toHaveLength(1)
  })

  it('is said as its settings want it', async () => {
    const settings = { model: '384-plus', line_end: 'lf', calibrate: 'on' }
    const told = driver.settings?.configure(settings) ?? driver
    const one = bench(reader(null, settings), told)
    const { error, said } = await one.read()
    expect(error).toBeNull()
    expect(said).toContain('!READTYPE PLA\n')
    expect(said).toContain('!CALIBRATE ON\n')
    expect(said).not.toContain('!TAG OFF\n')
    expect((await one.greet())?.model).toBe('SpectraMax 384 Plus')
    expect(() => driver.settings?.configure({ model: 'm3' })).toThrow(/m5, 384-plus/)
  })

  it('shuts the drawer first', async () => {
    const to = reader()
    to.hear(bytesFromText('!OPEN\r'))
    const { error, unlike } = await bench(to).read()
    expect(error).toBeNull()
    expect(unlike.slice(0, 4)).toEqual(['!STATUS\r', '!CLOSE\r', '!STATUS\r', '!CLEAR DATA\r'])
  })

  it('of some wells leaves the others unread', async () => {
    const one = bench()
    await one.read({ wavelengthsNm: [450], rows: [3, 4], columns: [11, 12] })
    const wells = one.reads()[0]?.blocks[0]?.wells ?? []
    const said = wells.filter(({ text }) => text !== '')
    expect(said.map(({ well }) => well)).toEqual(['C11', 'C12', 'D11', 'D12'])
    const plate = plateNumber(1).od.get(450)
    expect(said.map(({ value }) => value)).toEqual(said.map(({ well }) => plate?.get(well)))
    expect(wells.filter(({ value }) => value === 'unread')).toHaveLength(92)
  })

  it('in time takes as many readings as were asked for', async () => {
    const one = bench()
    const { error, said } = await one.read({ kinetic: { count: 5, intervalS: 30 } })
    expect(error).toBeNull()
    expect(said).toContain('!MODE KINETIC 30 5\r')
    expect(said.filter((line) => line === '!TRANSFER\r')).toHaveLength(5)
    const [read] = one.reads()
    expect(read?.blocks.map(({ interval, wavelengthNm }) => [interval, wavelengthNm])).toEqual(
      [1, 2, 3, 4, 5].flatMap((interval) => [450, 630].map((nm) => [interval, nm])),
    )
    expect(read && differences(read, plateNumber(1))).toEqual([])
  })

  it('of 384 wells finds them all', async () => {
    const one = bench()
    await one.read({ format: 384, wavelengthsNm: [450] })
    const [block] = one.reads()[0]?.blocks ?? []
    expect(block?.wells).toHaveLength(384)
    expect(block?.wells.every(({ text }) => text !== '')).toBe(true)
    expect(block?.wells.find(({ well }) => well === 'H12')?.value).toBe(
      plateNumber(1).od.get(450)?.get('H12'),
    )
  })

  it.each<[string, Partial<ReadRequest>]>([
    ['0 readings', { kinetic: { count: 0, intervalS: 60 } }],
    ['501 readings', { kinetic: { count: 501, intervalS: 60 } }],
    ['3 readings 0 s', { kinetic: { count: 3, intervalS: 0 } }],
    ['0.5 s', { kinetic: { count: 3, intervalS: 0.5 } }],
    ['nothing', { wavelengthsNm: [] }],
    ['405, 450, 490, 630', { wavelengthsNm: [405, 450, 490, 630] }],
    ['450.5', { wavelengthsNm: [450.5] }],
    ['-450', { wavelengthsNm: [-450] }],
    ['Rows 1-9', { rows: [1, 9] }],
    ['columns 5-4', { columns: [5, 4] }],
  ])('of %s is refused before anything is said', async (words, request) => {
    const { error, said } = await bench().read(request)
    expect(error).toMatchObject({ code: 'reader-unsuited', retryable: false })
    expect(String(error)).toContain(words)
    expect(said).toEqual([])
  })
})

describe('a reader', () => {
  it('that is idle too early is asked again', async () => {
    const one = bench(reader('early-idle'))
    const { error, unlike } = await one.read()
    expect(error).toBeNull()
    expect(unlike.filter((line) => line === '!TRANSFER\r').length).toBeGreaterThan(1)
    expect(one.faults()).toEqual([])
  })

  it('without data is asked what went wrong', async () => {
    const log = answering({ '!ERROR': 'OK\r\n>\r\n302 low light(3)\r\n\r\n>' }, reader('data-lost'))
    const { error } = await bench(log).read()
    expect(error).toMatchObject({ code: 'reader-status', retryable: false })
    expect(String(error)).toContain("has no data; its log of errors says '302 low light(3)'")
    const empty = await bench(reader('data-lost')).read()
    expect(String(empty.error)).toContain('its log of errors is empty')
  })

  it('that refuses a setting is not told to read', async () => {
    const { error, said } = await bench(
      answering({ '!WAVELENGTH 450 630': 'FAIL\t 101\r\n>' }),
    ).read()
    expect(error).toMatchObject({ code: 'reader-status', retryable: false })
    expect(String(error)).toContain("'wavelength' with error '101': invalid argument")
    expect(said).not.toContain('!READ\r')
  })

  it('that is never idle is given up', async () => {
    const busy = answering({ '!STATUS': 'OK\r\n>\r\nCLOSED\r\nAIR CAL206\r\n\r\n>' })
    const { error, said } = await bench(busy).read()
    expect(error).toMatchObject({ code: 'reader-status', retryable: false })
    expect(String(error)).toContain("said 'AIR CAL206' for 180 s")
    expect(new Set(said)).toEqual(new Set(['!STATUS\r']))
  })

  it('whose status is spoilt once is asked again', async () => {
    const to = reader()
    let asked = 0
    const spoilt: SimulatedReader = {
      connected: () => [],
      hear: (bytes) => {
        const isSpoilt = textFromBytes(bytes) === '!STATUS\r' && (asked += 1) % 2 === 1
        const text = 'OK\r\n>\r\nCLO\u00d3ED\r\nIDLE\r\n\r\n>'
        return isSpoilt ? [{ afterMs: 5, bytes: bytesFromText(text) }] : to.hear(bytes)
      },
    }
    const one = bench(spoilt)
    expect((await one.read()).error).toBeNull()
    expect(new Set(one.faults().map(({ code }) => code))).toEqual(new Set(['reader-malformed']))
  })

  it('that is none is not greeted', async () => {
    const nobody = bench({ hear: () => [], connected: () => [] })
    expect(await nobody.greet()).toBeUndefined()
    expect(nobody.lines()).toEqual(['!\r', '!\r'])
    const other = { hear: () => [{ afterMs: 5, bytes: bytesFromText('OK\r\n>') }] }
    expect(await bench({ ...other, connected: () => [] }).greet()).toBeUndefined()
  })
})

it('a reader that heard other words before is greeted all the same', async () => {
  const to = reader()
  expect(to.hear(bytesFromText('oeo'))).toEqual([])
  const one = bench(to)
  expect((await one.greet())?.model).toBe('SpectraMax M5')
  expect(one.lines()).toEqual(['!\r', '!STATUS\r'])
  expect(one.faults()).toEqual([])
})

describe('the simulated reader', () => {
  const answers = (to: SimulatedReader, line: string) =>
    to
      .hear(bytesFromText(`${line}\r`))
      .map(({ bytes }) => textFromBytes(bytes))
      .join('')

  it('answers as the sources show it', () => {
    const to = reader()
    expect(answers(to, '!STATUS')).toBe('OK\r\n>\r\nCLOSED\r\nIDLE\r\n\r\n>')
    expect(answers(to, '!TRANSFER')).toBe('OK\t\r\n>FAIL\t 107\r\n>')
    expect(answers(to, '!READ')).toBe('FAIL\t 111\r\n>')
    expect(answers(to, '!NONSENSE')).toBe('FAIL\t 100\r\n>')
    expect(answers(to, '!SPEED OFF').split('>')).toHaveLength(3)
    expect(answers(to, '!READTYPE ABSPLA').split('>')).toHaveLength(3)
    const plus = reader(null, { model: '384-plus' })
    expect(answers(plus, '!READTYPE PLA').split('>')).toHaveLength(2)
  })

  it('just switched on calibrates its air', () => {
    expect(answers(reader('air-cal'), '!STATUS')).toBe('OK\r\n>\r\nCLOSED\r\nAIR CAL206\r\n\r\n>')
  })

  it('knows every fault by a sentence, and no other', () => {
    for (const sentence of Object.values(simulator.faults)) expect(sentence).toMatch(/^[a-z].+\w$/)
    expect(() => reader('no-such-fault')).toThrow(/Unrecognized fault: 'no-such-fault'/)
  })
})
