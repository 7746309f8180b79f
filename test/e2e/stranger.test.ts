import { describe, expect, it } from 'vitest'

import { kinds, runUntil, scene } from '../support/daemon-scene.ts'

const MODEL = 'ELx808 with incubator'

describe('a reader whose identity is configured', () => {
  it('is read when it says what was expected', async () => {
    const bench = scene({ more: { identity: { model: MODEL } } })
    await runUntil(bench, 'analysed')
    expect(kinds(bench)).toContain('found')
    expect(bench.bench.look((store) => store.counts())).toMatchObject({ reads: 1 })
  })

  it.each([
    [{ model: 'ELx808-UV' }, `says model '${MODEL}'; reader 'elx' has model 'ELx808-UV'`],
    [{ model: MODEL, serialNumber: '4711' }, 'tells no serial number; reader'],
  ])('is refused and never read when it says otherwise: %j', async (identity, message) => {
    const bench = scene({ more: { identity } })
    await runUntil(bench, 'lost', 2)
    const { error } = await bench.bench.heard('lost')
    expect(error.code).toBe('reader-stranger')
    expect(error.message).toContain(message)
    expect(error.message).toContain('It is not read.')
    expect(error.hint).toContain('under identity in the configuration')
    expect(kinds(bench)).not.toContain('found')
    expect(kinds(bench)).not.toContain('reading')
    expect(bench.bench.look((store) => store.counts())).toMatchObject({ reads: 0 })
  })
})

describe('a reader whose line is configured', () => {
  it('is asked at that line alone, and what is not given stays its driver’s', async () => {
    const understands = ({ baud }: { readonly baud: number }): boolean => baud === 7200
    const line = { baud: 7200, parity: 'even', rts: false } as const
    const bench = scene({ understands, more: { line } })
    await runUntil(bench, 'analysed')
    const expected = { ...line, dataBits: 8, stopBits: 2, flowControl: 'none', dtr: true }
    expect(bench.wire.tuned).toEqual([expected, expected])
  })

  it('is asked at every rate of its driver when only something else is given', async () => {
    const bench = scene({ understands: () => false, more: { line: { stopBits: 1 } } })
    await runUntil(bench, 'lost')
    const tried = bench.wire.tuned.slice(1).map(({ baud, stopBits }) => [baud, stopBits])
    expect(tried.slice(0, 3)).toEqual([
      [9600, 1],
      [2400, 1],
      [1200, 1],
    ])
  })
})
