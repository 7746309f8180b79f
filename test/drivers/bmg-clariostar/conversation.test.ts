import { describe, expect, it } from 'vitest'

import { commandFromPayload } from '../../../drivers/bmg-clariostar/commands.ts'
import { driver } from '../../../drivers/bmg-clariostar/driver.ts'
import { frameOf } from '../../../drivers/bmg-clariostar/frame.ts'
import { simulator } from '../../../drivers/bmg-clariostar/simulator.ts'
import { payloadFromStatus } from '../../../drivers/bmg-clariostar/status.ts'
import type { Driver, ReadRequest, SimulatedReader } from '../../../src/driver-kit.ts'
import { benchLine } from '../../support/bench-line.ts'
import { simulatedClock } from '../../support/simulated-clock.ts'
import { plateNumber, REQUEST } from '../conformance-kit.ts'
import { COMMAND_FRAMES, RUN_D01, STATUS_FRAMES } from './recorded.ts'

function reader(fault: string | null = null): SimulatedReader {
  let given = 0
  return simulator.create({ nextPlate: () => plateNumber((given += 1)), fault, seed: 3 })
}

function bench(to: SimulatedReader = reader(), of: Driver = driver) {
  const clock = simulatedClock()
  const one = benchLine({ driver: of, reader: to, clock })
  const frames = () => one.events.flatMap((event) => (event.kind === 'sent' ? [event.bytes] : []))
  const greet = async () => clock.runUntil(of.greet(one.line))
  const read = async (request: Partial<ReadRequest> = {}) => {
    const identity = await greet()
    if (identity === undefined) throw new TypeError('Nobody answered.')
    const before = frames().length
    const done = of.read(one.line, { ...REQUEST, ...request }, identity).then(
      () => null,
      (error: unknown) => error,
    )
    const error = await clock.runUntil(done)
    const said = frames().slice(before)
    const names = said.map((frame) => commandFromPayload(frame.slice(4, -4))?.name)
    return { error, said, names: names.filter((name, at) => name !== names[at - 1]) }
  }
  return { ...one, clock, greet, read }
}

describe('a read', () => {
  it('initializes, runs, waits and asks for the data', async () => {
    const one = bench()
    const { error, names } = await one.read()
    expect(error).toBeNull()
    expect(names).toEqual(['status', 'initialize', 'status', 'run', 'status', 'data'])
    const again = await one.read()
    expect(again.names).toEqual(['status', 'run', 'status', 'data'])
    expect(one.reads()).toHaveLength(2)
  })

  it('draws the drawer in first', async () => {
    const to = reader()
    for (const name of ['initialize', 'drawer-out'] as const) to.hear(COMMAND_FRAMES[name][1])
    const { error, names } = await bench(to).read()
    expect(error).toBeNull()
    expect(names.slice(0, 4)).toEqual(['status', 'drawer-in', 'status', 'run'])
  })

  it('says the recorded frame when it is told one flash', async () => {
    const told = driver.settings?.configure({ flashes: 1 }) ?? driver
    const { said } = await bench(reader(), told).read({ wavelengthsNm: [450] })
    expect(said).toContainEqual(RUN_D01)
    expect(() => driver.settings?.configure({ flashes: 0 })).toThrow(/from 1 to 200/)
    expect(driver.settings?.configure(undefined).facts.id).toBe('bmg-clariostar')
  })

  it('of some wells leaves the others unread', async () => {
    const one = bench()
    await one.read({ wavelengthsNm: [450], rows: [3, 4], columns: [11, 12] })
    const wells = one.reads()[0]?.blocks[0]?.wells.filter(({ text }) => text !== '')
    expect(wells?.map(({ well }) => well)).toEqual(['C11', 'C12', 'D11', 'D12'])
  })

  it.each<[string, Partial<ReadRequest>]>([
    ['384', { format: 384 }],
    ['kinetic', { kinetic: { count: 3, intervalS: 60 } }],
    ['nothing', { wavelengthsNm: [] }],
    ['405, 450, 490, 630', { wavelengthsNm: [405, 450, 490, 630] }],
    ['219', { wavelengthsNm: [219] }],
    ['1001', { wavelengthsNm: [1001] }],
    ['450.5', { wavelengthsNm: [450.5] }],
    ['Rows 1-9', { rows: [1, 9] }],
    ['columns 5-4', { columns: [5, 4] }],
  ])('of %s is refused before anything is said', async (words, request) => {
    const { error, said } = await bench().read(request)
    expect(error).toMatchObject({ code: 'reader-unsuited', retryable: false })
    expect(String(error)).toContain(words)
    expect(said).toEqual([])
  })

  it('is not begun while the reader works for somebody else', async () => {
    const busy = { hear: () => [{ afterMs: 5, bytes: STATUS_FRAMES.busy }], connected: () => [] }
    const { error, names } = await bench(busy).read()
    expect(error).toMatchObject({ code: 'reader-status', retryable: false })
    expect(names).toEqual(['status'])
  })

  it('tells of a run that was accepted and never began, and takes no old data for it', async () => {
    const one = bench(reader('never-starts'))
    const { error, names } = await one.read()
    expect(error).toMatchObject({ code: 'reader-aborted' })
    expect(names).not.toContain('data')
  })

  it('gives up on a reader that never ends', async () => {
    const status = frameOf(
      payloadFromStatus({
        isBusy: false,
        hasUnreadData: false,
        isInitialized: true,
        isDrawerOpen: false,
      }),
    )
    let hasRun = false
    const endless: SimulatedReader = {
      connected: () => [],
      hear: (bytes) => {
        const isRun = bytes[4] === 0x04
        hasRun ||= isRun
        const accepted = frameOf(Uint8Array.of(0x03, ...new Uint8Array(44)))
        const answer = hasRun ? STATUS_FRAMES.busy : status
        return [{ afterMs: 5, bytes: isRun ? accepted : answer }]
      },
    }
    const { error } = await bench(endless).read()
    expect(error).toMatchObject({ code: 'reader-silent', retryable: false })
    expect(String(error)).toContain('still busy after 1200 s')
  })
})

describe('the simulated reader', () => {
  it('answers the recorded question for its status with the recorded answer', () => {
    const to = reader()
    const answers = (frame: Uint8Array) => to.hear(frame).map(({ bytes }) => bytes)
    expect(answers(COMMAND_FRAMES.initialize[1])).toEqual([STATUS_FRAMES.busy])
    const { status } = COMMAND_FRAMES
    const { busy, idle } = STATUS_FRAMES
    const said = [1, 2, 3].flatMap(() => answers(status[1]))
    expect(said).toEqual([busy, busy, idle])
  })

  it('takes recorded runs, and says nothing to what is no frame', () => {
    const to = reader()
    expect(to.hear(RUN_D01).map(({ bytes }) => bytes.length)).toEqual([53])
    expect(to.hear(Uint8Array.of(0x6f, 0x00, 0x0d))).toEqual([])
    const unknown = frameOf(Uint8Array.of(0x05, 0x07, 0, 0, 0, 0, 0))
    expect(to.hear(unknown)).toEqual([])
  })

  it('knows every fault by a sentence, and no other', () => {
    for (const sentence of Object.values(simulator.faults)) expect(sentence).toMatch(/^[a-z].+\w$/)
    expect(() => reader('no-such-fault')).toThrow(/Unrecognized fault: 'no-such-fault'/)
  })
})
