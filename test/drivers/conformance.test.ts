import { existsSync, readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import type { WellValue } from '../../src/core/plate-read.ts'
import { wellsOf } from '../../src/core/well.ts'
import type { LineEvent } from '../../src/ports/capture.ts'
import type { Heard } from '../../src/ports/driver.ts'
import { loadDrivers } from '../../src/registry.ts'
import { benchLine } from '../support/bench-line.ts'
import { heapGrowth } from '../support/heap.ts'
import { simulatedClock } from '../support/simulated-clock.ts'
import { hostsOf, momentsOf } from './resuming-kit.ts'
import {
  differences,
  ONE_WAVELENGTH,
  OUTCOMES,
  piecesBySeed,
  piecesOf,
  plateNumber,
  randomBytes,
  replay,
  requestFor,
  subjectsOf,
  trial,
} from './conformance-kit.ts'

const FOLDER = new URL('../../drivers/', import.meta.url)
const found = await loadDrivers(FOLDER)
const drivers = [...found.drivers]

const faultsOf = (heard: readonly Heard[]) =>
  heard.flatMap((one) => (one.kind === 'fault' ? [one.fault] : []))
const repliesOf = (heard: readonly Heard[]) =>
  heard.flatMap((one) => (one.kind === 'reply' ? [one.reply] : []))
const answersIn = (heard: readonly Heard[]) => heard.filter(({ kind }) => kind === 'answer').length
const sendsIn = (events: readonly LineEvent[]) => events.filter(({ kind }) => kind === 'sent')

it('finds drivers', () => {
  expect([...found.brokenDrivers.values()]).toEqual([])
  expect(drivers.length).toBeGreaterThan(0)
})

describe.each(drivers)('the driver %s', (id, pair) => {
  const { driver, simulator } = pair
  const faultNames = Object.keys(simulator.faults)

  describe('states', () => {
    it('who it is, how far it may be trusted, and where its bytes come from', () => {
      const { facts } = driver
      expect(facts.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      expect(facts.name).not.toBe('')
      expect(facts.models.length).toBeGreaterThan(0)
      expect(['draft', 'candidate', 'recommended']).toContain(facts.maturity)
      expect(facts.sources.length).toBeGreaterThan(0)
    })

    it('every setting of every line it may be on', () => {
      expect(driver.facts.lines.length).toBeGreaterThan(0)
      for (const line of driver.facts.lines) {
        expect(line).toEqual({
          baud: expect.any(Number),
          dataBits: expect.toSatisfy((bits) => bits === 7 || bits === 8),
          parity: expect.stringMatching(/^(none|even|odd)$/),
          stopBits: expect.toSatisfy((bits) => bits === 1 || bits === 2),
          flowControl: expect.stringMatching(/^(none|rts-cts|xon-xoff)$/),
          dtr: expect.any(Boolean),
          rts: expect.any(Boolean),
        })
      }
    })

    it('whether a read outlives its connection, and has what that takes', () => {
      const resumes = driver.facts.abilities.resumes === true
      const decoder = driver.decoder()
      expect(driver.resuming !== undefined).toBe(resumes)
      expect('left' in decoder && 'resumed' in decoder).toBe(resumes)
    })

    it('what each of its commands does', () => {
      const classes = new Set(['safe', 'moves-plate', 'writes-memory'])
      const isListenedTo = driver.facts.abilities.starts === 'at-reader'
      expect(isListenedTo || Object.keys(driver.facts.commands).length > 0).toBe(true)
      for (const name of Object.values(driver.facts.commands)) expect(classes).toContain(name)
    })

    it('which faults its simulator has, what they look like, and what it does not model', () => {
      expect(simulator.notModelled.length).toBeGreaterThan(0)
      expect(simulator.variants.length).toBeGreaterThan(0)
      expect(simulator.bitsPerByte).toBeGreaterThanOrEqual(9)
      const readme = new URL(`${id}/README.md`, FOLDER)
      expect(existsSync(readme)).toBe(true)
      const text = readFileSync(readme, 'utf8')
      for (const name of faultNames) expect(text).toContain(`\`${name}\``)
      expect(readFileSync(new URL('README.md', FOLDER), 'utf8')).toContain(`\`${id}\``)
    })
  })
})

describe.each(drivers.flatMap(([, pair]) => subjectsOf(pair)))('%s', (_name, subject) => {
  const { driver, simulator, settings, start } = subject
  const { abilities } = driver.facts
  const faultNames = Object.keys(simulator.faults)
  const plate = (n: number) => plateNumber(n, abilities)

  it('greets with safe commands alone, on a good line, a dead one and one of garbage', async () => {
    const clock = simulatedClock()
    const next = randomBytes(3)
    const readers = [
      simulator.create({ nextPlate: () => plate(1), fault: null, seed: 1, settings }),
      { hear: () => [], connected: () => [] },
      {
        hear: () => [{ afterMs: 1, bytes: Uint8Array.from({ length: 40 }, next) }],
        connected: () => [],
      },
    ]
    for (const reader of readers) {
      const bench = benchLine({ driver, reader, clock })
      await clock.runUntil(driver.greet(bench.line))
      const replies = repliesOf(bench.heard)
      expect(replies.length).toBe(sendsIn(bench.events).length - answersIn(bench.heard))
      for (const { command } of replies) expect(driver.facts.commands[command]).toBe('safe')
    }
  })

  it('reads every well at every wavelength, negative and overrange ones too', async () => {
    const one = await trial(subject)
    expect(await one.attempt()).toBeNull()
    const [read] = one.reads()
    const isDifference = read?.blocks[0]?.subtractedByInstrument === true
    const wavelengthsNm = requestFor(subject).wavelengthsNm.slice(0, isDifference ? 1 : undefined)
    expect(read?.blocks.map(({ wavelengthNm }) => wavelengthNm)).toEqual(wavelengthsNm)
    for (const block of read?.blocks ?? []) {
      expect(block.wells.map(({ well }) => well)).toEqual(wellsOf(96))
      const values = block.wells.map(({ value }) => value)
      expect(values.includes('overflow')).toBe(abilities.marksOverflow)
      const isNegative = (value: WellValue) => typeof value === 'number' && value < 0
      expect(values.some(isNegative)).toBe(abilities.od.min < 0)
    }
    expect(one.reads().flatMap((each) => differences(each, plate(1), abilities.od))).toEqual([])
    expect(one.reads()).toHaveLength(1)
    expect(read?.bytes.length).toBeGreaterThan(96)
    expect(faultsOf(one.heard())).toEqual([])
  })

  it('hears the same however the line cuts the bytes', async () => {
    const whole = await trial(subject)
    await whole.attempt()
    const cuts = [1, 2, 3, 7, 64].map(piecesOf)
    for (const cut of [...cuts, piecesBySeed(1), piecesBySeed(2), piecesBySeed(3)]) {
      const other = await trial(subject, { cut })
      await other.attempt()
      expect(other.heard()).toEqual(whole.heard())
    }
  })

  it('gives each send exactly one reply', async () => {
    for (const fault of [null, ...faultNames]) {
      const one = await trial(subject, { fault })
      await one.attempt()
      const lost = one.events().filter((events) => events.some(({ kind }) => kind === 'closed'))
      const sends = one.events().flatMap(sendsIn).length - answersIn(one.heard())
      const unanswered = sends - repliesOf(one.heard()).length
      expect(unanswered, fault ?? 'none').toBeGreaterThanOrEqual(0)
      // A line that was lost in the middle of an exchange ends without its reply.
      expect(unanswered, fault ?? 'none').toBeLessThanOrEqual(lost.length)
    }
  })

  it.runIf(driver.abort !== null && start === 'command')(
    'stops a read when told, whenever that is, and is sane for the next',
    async () => {
      for (const afterMs of [1, 30, 300, 1_000, 2_500, 4_000]) {
        const one = await trial(subject)
        const stopped = one.attempt()
        one.clock.after(afterMs, () => one.bench().abort())
        const code = await stopped
        const reads = one.reads().length
        expect(code === null ? reads : code, `${afterMs} ms`).toBe(
          code === null ? 1 : 'reader-aborted',
        )
        expect(await one.attempt(), `after ${afterMs} ms: the next plate`).toBeNull()
        expect(one.reads().length).toBe(reads + 1)
        const [read] = one.reads().slice(-1)
        const fits = [1, 2].some(
          (n) => read && differences(read, plate(n), abilities.od).length === 0,
        )
        expect(fits).toBe(true)
      }
    },
  )

  describe.runIf(abilities.resumes === true)('left in the middle of a read', () => {
    const timed = { ...requestFor(subject), kinetic: { count: 3, intervalS: 60 } }
    const requests = [requestFor(subject), timed]

    it.each([0, 10_000, 3_600_000])(
      'goes on, and after %s ms hands the plate over, once and whole',
      async (awayMs) => {
        for (const [index, request] of requests.entries()) {
          const hosts = hostsOf(subject)
          const left = await hosts.leave(request, 0)
          // Not every reader measures in time.
          if (left === undefined && index > 0) continue
          expect(await hosts.resume(left?.told ?? '', awayMs)).toBeNull()
          const host = hosts.last()
          expect(host.faults()).toEqual([])
          const blocks = request.wavelengthsNm.length * (request.kinetic?.count ?? 1)
          expect(host.reads().map((read) => read.blocks.length)).toEqual([blocks])
          const wrong = host.reads().flatMap((read) => differences(read, plate(1), abilities.od))
          expect(wrong).toEqual([])
          // The capture of that connection alone tells the plate.
          expect(replay(subject, host.events)).toEqual(host.heard)
          const { told } = left ?? { told: '' }
          expect(await hosts.resume(told, 0), 'what was handed over').not.toBeNull()
          expect(hosts.last().reads()).toEqual([])
          expect(await hosts.read(request, 0), 'the next plate').toBeNull()
        }
      },
    )

    it('is at no moment both handed over and still to be resumed', async () => {
      const hosts = hostsOf(subject)
      const { told } = (await hosts.leave(requests[0] ?? ONE_WAVELENGTH, 0)) ?? { told: '' }
      expect(await hosts.resume(told, 0)).toBeNull()
      const moments = momentsOf(driver, hosts.last().events)
      expect(moments.at(0)).toEqual({ reads: 0, isLeft: false })
      expect(moments).toContainEqual({ reads: 0, isLeft: true })
      expect(moments).not.toContainEqual({ reads: 1, isLeft: true })
      expect(moments.at(-1)).toEqual({ reads: 1, isLeft: false })
    })

    it('bears garbage in place of what it left, and takes none of it for a plate', async () => {
      const hosts = hostsOf(subject)
      const { told } = (await hosts.leave(requests[0] ?? ONE_WAVELENGTH, 0)) ?? { told: '' }
      expect(await hosts.resume(told, 0)).toBeNull()
      const decoder = driver.decoder()
      const next = randomBytes(11)
      decoder.resumed?.(told)
      for (const event of hosts.last().events.filter(({ kind }) => kind === 'sent')) {
        feed(decoder, event)
        const heard = Array.from({ length: 500 }, () => decoder.received(next())).flat()
        expect([...heard, ...decoder.silence()].filter(({ kind }) => kind === 'read')).toEqual([])
      }
    })

    it('and used for another one meanwhile gives nothing, and keeps the bytes', async () => {
      const hosts = hostsOf(subject)
      const left = await hosts.leave(requests[0] ?? ONE_WAVELENGTH, 0)
      expect(await hosts.leave(ONE_WAVELENGTH, 600_000)).toBeDefined()
      expect(await hosts.resume(left?.told ?? '', 600_000)).toBe('resume-refused')
      const host = hosts.last()
      expect(host.reads()).toEqual([])
      expect(host.faults().map(({ code }) => code)).toEqual(['resume-refused'])
      expect(host.faults()[0]?.bytes.length).toBeGreaterThan(96)
      expect(replay(subject, host.events)).toEqual(host.heard)
      expect(await hosts.read(ONE_WAVELENGTH, 0), 'the next plate').toBeNull()
    })
  })

  describe.each(faultNames)('when the reader %s', (fault) => {
    const seeds = [1, 2, 3, 4, 5, 6]

    it('is heard rightly, and the next plate is read', async () => {
      const outcome = OUTCOMES[fault]
      for (const seed of seeds) {
        const one = await trial(subject, { fault, seed })
        const code = await one.attempt()
        const reads = one.reads().length
        const faults = faultsOf(one.heard()).map((each) => each.code)
        expect(code === null ? reads > 0 : reads === 0, `seed ${seed}`).toBe(true)
        const came = { reads, rejects: code, faults }
        expect(came, `seed ${seed}`).toEqual(outcome ?? came)
        expect(await one.attempt(), `seed ${seed}: the next plate`).toBeNull()
        expect(one.reads().length).toBe(reads + 1)
        const forgives = fault === 'overrange-wells' ? 'overflow' : 'nothing'
        const { roundedBy } = abilities.od
        for (const [index, read] of one.reads().entries()) {
          expect(differences(read, plate(index + 1), { forgives, roundedBy })).toEqual([])
        }
      }
    })

    it('tells the operator what came and what to do', async () => {
      const one = await trial(subject, { fault })
      await one.attempt()
      for (const { message, hint, bytes } of faultsOf(one.heard())) {
        expect(message).toMatch(/\.$/)
        expect(hint).toMatch(/\.$/)
        expect(bytes.length).toBeGreaterThan(0)
      }
    })

    it('gives a capture that decodes to the same, and cut anywhere too', async () => {
      const one = await trial(subject, { fault })
      await one.attempt()
      await one.attempt()
      const replayed = one.events().flatMap((events) => replay(subject, events))
      expect(replayed).toEqual(one.heard())
      const byByte = one.events().map((events) => events.flatMap(oneByteEach))
      expect(byByte.flatMap((events) => replay(subject, events))).toEqual(one.heard())
    })
  })

  describe('bears garbage', () => {
    // A reader that is answered often has a hundred places to begin at, each weighed twice.
    it('without end, in little memory, wherever it begins', { timeout: 180_000 }, async () => {
      const one = await trial(subject)
      await one.attempt()
      const [events = []] = one.events()
      const starts = events.flatMap(({ kind }, index) => (kind === 'sent' ? [index + 1] : []))
      const next = randomBytes(9)
      for (const from of [0, ...starts]) {
        const decoder = driver.decoder()
        for (const event of events.slice(0, from)) feed(decoder, event)
        const { grownBytes, value } = heapGrowth(() => {
          let heard = 0
          for (let count = 0; count < 30_000; count += 1) {
            const said = decoder.received(next())
            heard += said.length - answersIn(said)
          }
          return heard
        })
        expect(value, `${from}`).toBeLessThan(200)
        expect(grownBytes, `${from}`).toBeLessThan(2_000_000)
        decoder.silence()
      }
    })

    it('before, between and after its plates, and reads them', async () => {
      const one = await trial(subject)
      const next = randomBytes(4)
      for (let count = 1; count <= 5; count += 1) {
        one.bench().inject(Uint8Array.from({ length: 200 }, next))
        // Whoever puts a plate in takes longer than the line needs to fall silent.
        if (start === 'key') await one.clock.pass(60_000)
        expect(await one.attempt(ONE_WAVELENGTH)).toBeNull()
      }
      expect(one.reads().length).toBe(5)
      expect(new Set(faultsOf(one.heard()).map(({ code }) => code))).toEqual(
        new Set(['reader-noise']),
      )
    })
  })
})

function oneByteEach(event: LineEvent): readonly LineEvent[] {
  if (event.kind !== 'received') return [event]
  return [...event.bytes].map((byte) => ({ ...event, bytes: Uint8Array.of(byte) }))
}

function feed(decoder: ReturnType<(typeof drivers)[0][1]['driver']['decoder']>, event: LineEvent) {
  if (event.kind === 'sent') decoder.sent(event.bytes)
  if (event.kind === 'silence') decoder.silence()
  if (event.kind === 'received') for (const byte of event.bytes) decoder.received(byte)
}
