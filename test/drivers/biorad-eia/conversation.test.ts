import { textFromBytes } from '../../../src/driver-kit.ts'
import { describe, expect, it } from 'vitest'

import { driver } from '../../../drivers/biorad-eia/driver.ts'
import { simulator } from '../../../drivers/biorad-eia/simulator.ts'
import { ReaderError } from '../../../src/core/errors.ts'
import type { Driver, ReadRequest } from '../../../src/ports/driver.ts'
import { benchLine } from '../../support/bench-line.ts'
import { simulatedClock } from '../../support/simulated-clock.ts'
import { ONE_WAVELENGTH, plateNumber, REQUEST } from '../conformance-kit.ts'

const FILTERS_550 = { model: '550', filters: [405, 450, 490, 630] }

/** A driver with some settings at a simulated reader that may have others. */
function meeting(settings: unknown, readerSettings = settings, fault: string | null = null) {
  const clock = simulatedClock()
  const configured: Driver = driver.settings?.configure(settings) ?? driver
  const options = { nextPlate: () => plateNumber(1), fault, seed: 1, settings: readerSettings }
  const bench = benchLine({ driver: configured, reader: simulator.create(options), clock })
  const read = async (request: Partial<ReadRequest> = {}): Promise<unknown> => {
    const identity = await clock.runUntil(configured.greet(bench.line))
    if (identity === undefined) throw new TypeError('Nobody answered.')
    const whole = { ...ONE_WAVELENGTH, ...request }
    return clock.runUntil(configured.read(bench.line, whole, identity)).then(
      () => null,
      (error: unknown) => error,
    )
  }
  const said = (): readonly string[] =>
    bench.events.flatMap((each) => (each.kind === 'sent' ? [textFromBytes(each.bytes)] : []))
  return { bench, clock, configured, read, said }
}

describe('a read', () => {
  it('of a 680 takes remote control, measures by position and gives control back', async () => {
    const one = meeting({ speed: 'fast', mixSeconds: 5, mixSpeed: 'high' })
    expect(await one.read(REQUEST)).toBeNull()
    expect(one.said()).toEqual([
      'EIA.READER ID\r',
      'EIA.READER AQ\r',
      'EIA.READER FSTATUS\r',
      'EIA.READER RPLATE 1 5 H 3 1\r',
      'EIA.READER RL\r',
    ])
  })

  it('of a 550 does so with the filters of its settings, and its own preamble', async () => {
    const one = meeting({ ...FILTERS_550, preamble: 'EIA. READER', mixSeconds: 9 })
    expect(await one.read(REQUEST)).toBeNull()
    expect(one.said().slice(1)).toEqual([
      'EIA. READER AQ\r',
      'EIA. READER RPLATE 9 2 4\r',
      'EIA. READER RL\r',
    ])
  })

  it('gives control back after a failure', async () => {
    const one = meeting(undefined, undefined, 'error-before-data')
    expect(await one.read()).toMatchObject({ code: 'reader-status', retryable: false })
    expect(one.said().at(-1)).toBe('EIA.READER RL\r')
  })

  it('asks for the temperature, the last plate or a stored one where told to', async () => {
    const warm = meeting(undefined)
    expect(await warm.read({ temperature: true })).toBeNull()
    expect(warm.bench.reads()[0]?.blocks[0]?.temperatureC).toBe(24.5)
    const last = meeting({ plate: 'last-plate' })
    expect(await last.read()).toMatchObject({ code: 'reader-status' })
    expect(last.said()).toContain('EIA.READER RTPLATE\r')
    const stored = meeting({ plate: 'stored-plate', memory: 7 })
    expect(await stored.read()).toMatchObject({ code: 'reader-status' })
    expect(stored.said()).toContain('EIA.READER URPD 0 7 1\r')
  })

  const unsuited: readonly Partial<ReadRequest>[] = [
    { wavelengthsNm: [405, 450, 630] },
    { wavelengthsNm: [] },
    { format: 384 },
    { rows: [1, 2] },
    { kinetic: { count: 2, intervalS: 60 } },
  ]
  it.each(unsuited)('is refused before anything is said: %j', async (request) => {
    const one = meeting(undefined)
    const error = await one.read(request)
    expect(error).toBeInstanceOf(ReaderError)
    expect(error).toMatchObject({ code: 'reader-unsuited' })
    expect(one.said()).toEqual(['EIA.READER ID\r'])
  })

  it('at a wavelength without a filter is refused before the plate moves', async () => {
    const one = meeting(FILTERS_550)
    expect(await one.read({ wavelengthsNm: [595] })).toMatchObject({
      code: 'reader-unsuited',
      message: 'The reader has no filter for 595 nm; it has 405, 450, 490, 630 nm.',
    })
    expect(one.said().some((text) => text.includes('RPLATE'))).toBe(false)
  })
})

describe('a greeting', () => {
  it('names the model, and its filters where they are known', async () => {
    const one = meeting(FILTERS_550)
    expect(await one.clock.runUntil(one.configured.greet(one.bench.line))).toMatchObject({
      model: 'Model 550',
      wavelengthsNm: [405, 450, 490, 630],
    })
    const other = meeting(undefined)
    const identity = await other.clock.runUntil(other.configured.greet(other.bench.line))
    expect(identity?.model).toBe("Model 680, not confirmed: its answer was '8073'")
  })

  it('refuses the other model, with the setting to write', async () => {
    const one = meeting(undefined, FILTERS_550)
    await expect(one.clock.runUntil(one.configured.greet(one.bench.line))).rejects.toMatchObject({
      code: 'reader-unsuited',
      hint: "Write model: '550' into the settings of the reader.",
    })
  })
})
