import { describe, expect, it } from 'vitest'

import { driver } from '../../../drivers/biotek-elx/driver.ts'
import { simulator } from '../../../drivers/biotek-elx/simulator.ts'
import type { Identity, ReadRequest, SimulatedPlate } from '../../../src/driver-kit.ts'
import { ReaderError } from '../../../src/driver-kit.ts'
import { benchLine, type BenchLine } from '../../support/bench-line.ts'
import { simulatedClock, type SimulatedClock } from '../../support/simulated-clock.ts'
import { flatPlate } from './plates.ts'

const ONE_WAVELENGTH: ReadRequest = {
  format: 96,
  wavelengthsNm: [450],
  referenceNm: null,
  rows: null,
  columns: null,
  kinetic: null,
  temperature: false,
  barcode: false,
}

interface Bench {
  readonly clock: SimulatedClock
  readonly line: BenchLine
  readonly identity: Identity
  readonly read: (request: Partial<ReadRequest>) => Promise<void>
  /** First characters of everything sent since the greeting. */
  readonly sent: () => string
}

async function bench(fault: string | null = null, plate = flatPlate(0.5, [405, 450, 630])) {
  const clock = simulatedClock()
  const nextPlate = (): SimulatedPlate => plate
  const line = benchLine({ driver, clock, reader: simulator.create({ nextPlate, fault, seed: 3 }) })
  const identity = await clock.runUntil(driver.greet(line.line))
  if (identity === undefined) return unreachable()
  const start = line.events.length
  const self: Bench = {
    clock,
    line,
    identity,
    read: (request) =>
      clock.runUntil(driver.read(line.line, { ...ONE_WAVELENGTH, ...request }, identity)),
    sent: () => commandsIn(line.events.slice(start)),
  }
  return self
}

function unreachable(): never {
  throw new TypeError('Nobody answered.')
}

function commandsIn(events: BenchLine['events']): string {
  const commands = 'AJoenqkiVSdr%$WX*[]s()}z'
  return events
    .flatMap((event) => (event.kind === 'sent' ? [String.fromCharCode(event.bytes[0] ?? 0)] : []))
    .filter((character) => commands.includes(character))
    .join('')
}

const codeOf = async (done: Promise<unknown>): Promise<string> =>
  done.then(
    () => 'resolved',
    (error: unknown) => (error instanceof ReaderError ? error.code : String(error)),
  )

describe('greeting', () => {
  it('tells model, version, filters and features', async () => {
    const { identity } = await bench()
    expect(identity).toMatchObject({
      model: 'ELx808 with incubator',
      version: '7340201  Version 3.15',
      wavelengthsNm: [405, 450, 490, 630],
    })
    expect(identity.features).toMatchObject({
      basecode3: true,
      ranges: true,
      multiWavelength: true,
    })
  })

  it('finds an old reader by its wavelengths, without features', async () => {
    const { identity } = await bench('old-basecode')
    expect(identity).toMatchObject({ model: 'ELx808 or ELx800', version: '' })
    expect(Object.values(identity.features)).not.toContain(true)
  })

  it('gives up on a line where nothing answers, after two tries and a whole argument', async () => {
    const clock = simulatedClock()
    const dead = { hear: () => [], connected: () => [] }
    const line = benchLine({ driver, clock, reader: dead })
    expect(await clock.runUntil(driver.greet(line.line))).toBeUndefined()
    const said = line.events.flatMap((event) => (event.kind === 'sent' ? [event.bytes.length] : []))
    expect(said).toEqual([1, 1, ...Array.from({ length: 10 }, () => 17), 1])
    expect(new Set(commandsIn(line.events))).toEqual(new Set('o'))
    expect(clock.monotonicMs()).toBeLessThan(13_000)
  })

  it('gives up on a line that talks nonsense', async () => {
    const clock = simulatedClock()
    const babble = { hear: () => [{ afterMs: 5, bytes: new Uint8Array(50).fill(0xfe) }] }
    const line = benchLine({ driver, clock, reader: { ...babble, connected: () => [] } })
    expect(await clock.runUntil(driver.greet(line.line))).toBeUndefined()
  })

  it('gives up on a reader whose wavelengths are no table', async () => {
    const clock = simulatedClock()
    const real = simulator.create({ nextPlate: () => flatPlate(1), fault: null, seed: 1 })
    const nonsense = new TextEncoder().encode('\x06no table here, but 24 ch0000\x03')
    const hear = (bytes: Uint8Array) =>
      bytes[0] === 0x57 ? [{ afterMs: 5, bytes: nonsense }] : real.hear(bytes)
    const line = benchLine({ driver, clock, reader: { hear, connected: () => [] } })
    expect(await clock.runUntil(driver.greet(line.line))).toBeUndefined()
    expect(commandsIn(line.events)).toBe('oWWW')
  })

  it('says a command again when junk swallowed it', async () => {
    const clock = simulatedClock()
    const real = simulator.create({ nextPlate: () => flatPlate(1), fault: null, seed: 1 })
    let heard = 0
    // Every other command is answered NAK, as if a stray byte stood before it.
    const hear = (bytes: Uint8Array) => {
      heard += 1
      const isCommand = bytes.length === 1 && heard % 2 === 1
      return isCommand ? [{ afterMs: 2, bytes: Uint8Array.of(0x15) }] : real.hear(bytes)
    }
    const line = benchLine({ driver, clock, reader: { hear, connected: () => [] } })
    const identity = await clock.runUntil(driver.greet(line.line))
    expect(identity?.version).toBe('7340201  Version 3.15')
  })
})

describe('reading', () => {
  it('always says n1, V, then r and %, so that results carry a checksum', async () => {
    const { read, sent, line } = await bench()
    await read({})
    expect(sent()).toBe('onVr%S')
    expect(line.reads()[0]?.blocks).toMatchObject([{ wavelengthNm: 450, checksum: 'ok' }])
  })

  it('asks for temperature and barcode where the reader has them', async () => {
    const plate = { ...flatPlate(0.5), barcode: 'IL6-0042' }
    const { read, sent, line } = await bench(null, plate)
    await read({ temperature: true, barcode: true })
    expect(sent()).toBe('onVir%sS')
    expect(line.reads()[0]?.barcode).toBe('IL6-0042')
    expect(line.reads()[0]?.blocks[0]?.temperatureC).toBe(27.5)
  })

  it('does not take a barcode that comes late for the beginning of the plate', async () => {
    const clock = simulatedClock()
    const plate = { ...flatPlate(0.5), barcode: 'IL6-0042' }
    const real = simulator.create({ nextPlate: () => plate, fault: null, seed: 1 })
    const hear = (bytes: Uint8Array) => {
      const answer = real.hear(bytes)
      const isBarcode = bytes[0] === 0x73
      return answer.map((one, at) => (isBarcode && at === 0 ? { ...one, afterMs: 3_500 } : one))
    }
    const line = benchLine({ driver, clock, reader: { hear, connected: () => [] } })
    const identity = await clock.runUntil(driver.greet(line.line))
    const request = { ...ONE_WAVELENGTH, barcode: true }
    await clock.runUntil(driver.read(line.line, request, identity ?? unreachable()))
    expect(line.reads()).toMatchObject([{ barcode: null, blocks: [{ checksum: 'ok' }] }])
  })

  it('reads without temperature where the reader refuses to include it', async () => {
    const clock = simulatedClock()
    const real = simulator.create({ nextPlate: () => flatPlate(1), fault: null, seed: 1 })
    const hear = (bytes: Uint8Array) =>
      bytes[0] === 0x69 ? [{ afterMs: 5, bytes: Uint8Array.of(0x15) }] : real.hear(bytes)
    const line = benchLine({ driver, clock, reader: { hear, connected: () => [] } })
    const identity = await clock.runUntil(driver.greet(line.line))
    const request = { ...ONE_WAVELENGTH, temperature: true }
    await clock.runUntil(driver.read(line.line, request, identity ?? unreachable()))
    expect(line.reads()[0]?.blocks[0]).toMatchObject({ temperatureC: null, checksum: 'ok' })
  })

  it('reads several wavelengths as a block each, the reference among them', async () => {
    const { read, line } = await bench()
    await read({ wavelengthsNm: [450, 630], referenceNm: 630 })
    expect(line.reads()[0]?.blocks).toMatchObject([
      { wavelengthNm: 450, referenceNm: null, subtractedByInstrument: false },
      { wavelengthNm: 630, referenceNm: null, subtractedByInstrument: false },
    ])
    await read({ wavelengthsNm: [450], referenceNm: 405 })
    expect(line.reads()[1]?.blocks.map(({ wavelengthNm }) => wavelengthNm)).toEqual([450, 405])
  })

  it('has a reader without multi-wavelength subtract the reference itself', async () => {
    const { read, line } = await bench('no-multi-wavelength')
    await read({ wavelengthsNm: [450, 630], referenceNm: 630 })
    expect(line.reads()[0]?.blocks).toMatchObject([
      { wavelengthNm: 450, referenceNm: 630, subtractedByInstrument: true, checksum: 'ok' },
    ])
  })

  it('reads an old reader without checksum, and says so', async () => {
    const { read, sent, line } = await bench('old-basecode')
    await read({ temperature: true, barcode: true })
    expect(sent()).toBe('onVS')
    expect(line.reads()[0]?.blocks).toMatchObject([{ checksum: 'absent', temperatureC: null }])
  })

  it('reads a part of the plate', async () => {
    const { read, line } = await bench()
    await read({ rows: [2, 3], columns: [1, 2] })
    const wells = line.reads()[0]?.blocks[0]?.wells.filter(({ value }) => value !== 'unread')
    expect(wells?.map(({ well }) => well)).toEqual(['B1', 'B2', 'C1', 'C2'])
  })

  it('lets a second plate come in before it speaks again', async () => {
    const { read, line } = await bench('two-plates')
    await read({})
    await read({})
    expect(line.reads().map(({ extra }) => extra['unasked'] !== undefined)).toEqual([
      false,
      true,
      false,
    ])
    expect(line.faults()).toEqual([])
  })

  it('waits through the intervals of a kinetic read and tells how far it is', async () => {
    const { read, sent, line, clock } = await bench()
    const before = clock.monotonicMs()
    await read({ kinetic: { count: 4, intervalS: 300 } })
    expect(sent()).toBe('onVr%$S')
    expect(line.reads()[0]?.blocks.map(({ interval }) => interval)).toEqual([1, 2, 3, 4])
    expect(line.heard.filter(({ kind }) => kind === 'progress')).toHaveLength(4)
    expect(clock.monotonicMs() - before).toBeGreaterThan(900_000)
  })

  it('does not start when the reader needs a longer interval', async () => {
    const { read, sent } = await bench()
    expect(await codeOf(read({ kinetic: { count: 4, intervalS: 5 } }))).toBe('reader-unsuited')
    expect(sent()).toBe('onVr%$')
  })

  it.each<[string, Partial<ReadRequest>, RegExp]>([
    ['a filter it has not', { wavelengthsNm: [450, 570] }, /no filter for 570 nm; it has 405, 450/],
    ['a reference it has not', { referenceNm: 540 }, /no filter for 540 nm/],
    ['four wavelengths', { wavelengthsNm: [405, 450, 490, 630] }, /takes three at once/],
    ['no wavelength', { wavelengthsNm: [] }, /no wavelength/],
    ['a 384-well plate', { format: 384 }, /384-well/],
    ['one kinetic reading', { kinetic: { count: 1, intervalS: 60 } }, /2 to 9999/],
    ['ten thousand', { kinetic: { count: 10_000, intervalS: 60 } }, /2 to 9999/],
    ['rows it has not', { rows: [1, 9] }, /rows 1 to 9/],
    ['columns backwards', { columns: [5, 4] }, /columns 5 to 4/],
  ])('says nothing to a reader asked for %s', async (_, request, message) => {
    const { read, sent } = await bench()
    await expect(read(request)).rejects.toThrow(message)
    expect(sent()).toBe('')
  })

  it.each<[string, Partial<ReadRequest>]>([
    ['a part of the plate', { rows: [1, 2] }],
    ['two wavelengths without a reference', { wavelengthsNm: [405, 450] }],
  ])('says nothing to an old reader asked for %s', async (_, request) => {
    const { read, sent } = await bench('old-basecode')
    expect(await codeOf(read(request))).toBe('reader-unsuited')
    expect(sent()).toBe('')
  })
})

describe('a read that fails', () => {
  it('asks the reader why, which clears it, and the next one is good', async () => {
    const { read, sent, line } = await bench('bad-final-status')
    await expect(read({})).rejects.toThrow(/'0500', the A\/D converter is saturated/)
    expect(sent()).toBe('onVr%So')
    await read({})
    expect(line.reads()).toHaveLength(1)
  })

  it.each([
    ['silent', 'reader-silent', true],
    ['nak', 'reader-refused', true],
    ['cut-short', 'reader-silent', true],
    ['bad-checksum', 'reader-checksum', true],
    ['lost-byte', 'reader-malformed', true],
    ['power-cycle', 'reader-restarted', true],
    ['dle-mid-plate', 'reader-aborted', false],
    ['bad-final-status', 'reader-status', false],
    ['error-before-data', 'reader-status', false],
  ])('by %s is %s, retryable %s', async (fault, code, retryable) => {
    const { read } = await bench(fault)
    await expect(read({})).rejects.toMatchObject({ code, retryable })
  })

  it('does not start on a reader with an error that stays', async () => {
    const clock = simulatedClock()
    const real = simulator.create({ nextPlate: () => flatPlate(1), fault: null, seed: 1 })
    const hear = (bytes: Uint8Array) =>
      bytes[0] === 0x6f
        ? [{ afterMs: 2, bytes: Uint8Array.from([6, 0x41, 0x35, 0x30, 0x30, 3]) }]
        : real.hear(bytes)
    const line = benchLine({ driver, clock, reader: { hear, connected: () => [] } })
    const identity = await clock.runUntil(driver.greet(line.line))
    if (identity === undefined) return unreachable()
    const done = clock.runUntil(driver.read(line.line, ONE_WAVELENGTH, identity))
    await expect(done).rejects.toMatchObject({
      code: 'reader-status',
      retryable: false,
      hint: expect.stringContaining('Switch the reader off'),
    })
    expect(commandsIn(line.events)).not.toContain('S')
  })

  it('reads a 312 reader that does not know n or o at all', async () => {
    const clock = simulatedClock()
    const real = simulator.create({
      nextPlate: () => flatPlate(0.25),
      fault: 'old-basecode',
      seed: 1,
    })
    const hear = (bytes: Uint8Array) =>
      bytes.length === 1 && (bytes[0] === 0x6e || bytes[0] === 0x6f)
        ? [{ afterMs: 2, bytes: Uint8Array.of(0x15) }]
        : real.hear(bytes)
    const line = benchLine({ driver, clock, reader: { hear, connected: () => [] } })
    const identity = await clock.runUntil(driver.greet(line.line))
    if (identity === undefined) return unreachable()
    await clock.runUntil(driver.read(line.line, ONE_WAVELENGTH, identity))
    expect(line.reads()[0]).toMatchObject({ extra: { dataFormat: '312', finalStatus: '' } })
  })
})
