import { describe, expect, it } from 'vitest'

import { driver } from '../../../drivers/biotek-synergy/driver.ts'
import { simulator as elx } from '../../../drivers/biotek-elx/simulator.ts'
import {
  type Driver,
  type ReadRequest,
  type SimulatedReader,
  bytesFromText,
  textFromBytes,
} from '../../../src/driver-kit.ts'
import { benchLine } from '../../support/bench-line.ts'
import { simulatedClock } from '../../support/simulated-clock.ts'
import { REQUEST } from '../conformance-kit.ts'
import { flatPlate, reader } from './talk.ts'

function bench(to: SimulatedReader = reader(), of: Driver = driver) {
  const clock = simulatedClock()
  const one = benchLine({ driver: of, reader: to, clock })
  const sent = () =>
    one.events.flatMap((event) => (event.kind === 'sent' ? [textFromBytes(event.bytes)] : []))
  const greet = async () => clock.runUntil(of.greet(one.line))
  const read = async (request: Partial<ReadRequest> = {}) => {
    const identity = await greet()
    if (identity === undefined) throw new TypeError('Nobody answered.')
    const before = sent().length
    const whole = { ...REQUEST, ...request }
    const done = of.read(one.line, whole, identity).then(
      () => null,
      (error: unknown) => error,
    )
    const error = await clock.runUntil(done)
    return { error, said: sent().slice(before) }
  }
  return { ...one, clock, greet, read, sent }
}

describe('the greeting', () => {
  it('tells part, version and serial number in the words of the reader', async () => {
    expect(await bench().greet()).toEqual({
      model: 'BioTek Synergy or Cytation (part 1650200)',
      version: 'Version 1.04',
      serialNumber: '00000000',
      features: {},
      wavelengthsNm: [],
    })
  })

  it('does not take an ELx reader for one of these', async () => {
    const older = elx.create({ nextPlate: () => flatPlate(1), fault: null, seed: 1 })
    older.hear(bytesFromText('n1'))
    expect(await bench(older).greet()).toBeUndefined()
  })

  it.each(['D', 'D0047', 'Dx', 'y08', 'yx'])(
    'wakes a reader whose last host was stopped after %s',
    async (unfinished) => {
      const to = reader()
      to.hear(bytesFromText(unfinished))
      const one = bench(to)
      expect(await one.greet()).toBeDefined()
      expect(one.sent().filter((each) => each === '\u0003')).toHaveLength(1)
      expect((await one.read()).error).toBeNull()
      expect(one.reads()).toHaveLength(1)
    },
  )

  it('says no end mark to a reader that answers', async () => {
    const one = bench()
    await one.greet()
    expect(one.sent()).toEqual(['e', 'C'])
  })
})

describe('a read', () => {
  const frame = (nm: number, checksum: number): string =>
    `004701010108120001200100001100100000106000080${nm}${checksum}\u0003`

  it('at one wavelength says plate, carrier, definition, read', async () => {
    const { error, said } = await bench().read({ wavelengthsNm: [450], referenceNm: null })
    expect(error).toBeNull()
    const geometry = '08120112407424014381133808548127761435\u0003'
    expect(said).toEqual(['h', 'y', geometry, 'A', 'D', frame(450, 109), 'O'])
  })

  it('at two loads both before it reads either', async () => {
    const one = bench()
    const { said } = await one.read({ wavelengthsNm: [450, 630] })
    expect(said.slice(4)).toEqual([
      'D',
      frame(630, 109),
      'D',
      frame(450, 109),
      'O',
      'D',
      frame(630, 109),
      'O',
    ])
    expect(one.reads().map(({ blocks }) => blocks.map(({ wavelengthNm }) => wavelengthNm))).toEqual(
      [[450, 630]],
    )
  })

  it('asks one wavelength that is named twice once', async () => {
    const one = bench()
    await one.read({ wavelengthsNm: [450, 450] })
    expect(one.reads()[0]?.blocks).toHaveLength(1)
  })

  it('of some rows and columns names their corners', async () => {
    const one = bench()
    const { said } = await one.read({ wavelengthsNm: [450], rows: [3, 4], columns: [11, 12] })
    expect(said[5]?.slice(4, 14)).toBe('0103110412')
    const wells = one.reads()[0]?.blocks[0]?.wells.filter(({ value }) => value !== 'unread')
    expect(wells?.map(({ well }) => well)).toEqual(['C11', 'C12', 'D11', 'D12'])
  })

  it.each<[string, Partial<ReadRequest>]>([
    ['384', { format: 384 }],
    ['kinetic', { kinetic: { count: 3, intervalS: 60 } }],
    ['0 wavelengths', { wavelengthsNm: [] }],
    ['4 wavelengths', { wavelengthsNm: [405, 450, 490, 630] }],
    ['229 nm', { wavelengthsNm: [229] }],
    ['1000 nm', { wavelengthsNm: [1000] }],
    ['450.5 nm', { wavelengthsNm: [450.5] }],
    ['Rows 1-9', { rows: [1, 9] }],
    ['columns 5-4', { columns: [5, 4] }],
  ])('of %s is refused before anything is said', async (words, request) => {
    const { error, said } = await bench().read(request)
    expect(error).toMatchObject({ code: 'reader-unsuited', retryable: false })
    expect(String(error)).toContain(words)
    expect(said).toEqual([])
  })

  it('sends the height that its settings give', async () => {
    const told = driver.settings?.configure({ plate_height_mm: 17.2 }) ?? driver
    const { said } = await bench(reader(), told).read()
    expect(said[2]?.slice(-5)).toBe('1720\u0003')
    expect(() => driver.settings?.configure({ plate_height_mm: 100 })).toThrow(/from 5 to 40/)
    expect(() => driver.settings?.configure({ height: 1 })).toThrow(/height/)
    expect(driver.settings?.configure(undefined).facts.id).toBe('biotek-synergy')
  })

  it('rejects with the bytes of both wavelengths when the second fails', async () => {
    const { error } = await bench(reader('error-between-wavelengths')).read()
    expect(error).toMatchObject({ code: 'reader-status', retryable: false })
    expect(String(error)).toContain("'0400', a motor failed its position check")
    expect(error).toHaveProperty(
      'bytes',
      expect.toSatisfy((bytes) => bytes.length > 1_000),
    )
  })

  it('tells when the reader does not take the definition, and says no O', async () => {
    const { error, said } = await bench(reader('definition-refused')).read()
    expect(error).toMatchObject({ code: 'reader-status', retryable: false })
    expect(String(error)).toContain("'1600', assay definition error")
    expect(said).not.toContain('O')
  })

  it('stopped between a command and its argument is not begun; the next one is', async () => {
    const one = bench()
    const stopped = one.read()
    let isStopped = false
    // Some 3060 ms lie before the first definition; its acknowledgement takes 3 ms.
    for (let ms = 3_000; ms < 3_200; ms += 1) {
      one.clock.after(ms, () => {
        if (one.sent().at(-1) !== 'D' || isStopped) return
        isStopped = true
        one.abort()
      })
    }
    expect((await stopped).error).toMatchObject({ code: 'reader-aborted' })
    one.readOver()
    // Said there, it would have become part of the argument.
    expect(one.sent()).not.toContain('x')
    expect(one.sent()).not.toContain('O')
    expect((await one.read()).error).toBeNull()
    expect(one.reads()).toHaveLength(1)
  })
})
