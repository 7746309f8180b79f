import { describe, expect, it } from 'vitest'

import { goodPlatesOf, type GoodPlate } from '../../scripts/fuzz/conversations.ts'
import { fuzz } from '../../scripts/fuzz/fuzz.ts'
import { canBeTold, movedWells } from '../../scripts/fuzz/moved.ts'
import type { PlateRead } from '../../src/core/plate-read.ts'
import type { Decoder } from '../../src/ports/driver.ts'
import { loadDrivers } from '../../src/registry.ts'
import { subjectsOf, trial } from './conformance-kit.ts'

const found = await loadDrivers(new URL('../../drivers/', import.meta.url))
const pair = found.drivers.get('biotek-elx')
const [, subject] = (pair && subjectsOf(pair)[0]) ?? []
if (subject === undefined) throw new TypeError("The driver 'biotek-elx' is missing.")
const [plate] = await goodPlatesOf(subject)
if (plate === undefined) throw new TypeError('No plate was read.')

async function wholePlate(): Promise<PlateRead> {
  if (subject === undefined) throw new TypeError('There is no reader.')
  const one = await trial(subject)
  await one.attempt()
  const [read] = one.reads()
  if (read === undefined) throw new TypeError('No plate was read.')
  return read
}

/** The read with other texts in its wells. */
type TextAt = (texts: readonly string[], at: number) => string

function changed(read: PlateRead, textAt: TextAt): PlateRead {
  const blocks = read.blocks.map((block) => {
    const texts = block.wells.map(({ text }) => text)
    const wells = block.wells.map((well, at) => ({ ...well, text: textAt(texts, at) }))
    return { ...block, wells }
  })
  return { ...read, blocks }
}

const whatOf = (moves: ReturnType<ReturnType<typeof movedWells>>): string =>
  moves.map(({ what }) => what).join()

describe('values in other wells', () => {
  it('are found where one was lost, where a few moved, and where all did', async () => {
    const read = await wholePlate()
    const moved = (other: PlateRead): string => whatOf(movedWells([read])(other))
    const lost: TextAt = (texts, at) => texts[at >= 40 ? at + 1 : at] ?? '0'
    expect(moved(changed(read, lost))).toMatch(/wells moved by 1 at 450 nm/)
    const few: TextAt = (texts, at) => texts[at > 40 && at < 44 ? at - 1 : at] ?? '0'
    expect(moved(changed(read, few))).toMatch(/moved by -1/)
    expect(moved(changed(read, (texts, at) => texts[at + 12] ?? '0'))).toMatch(/moved by 12/)
  })

  it('are not seen in a true plate, nor where some wells were altered or swapped', async () => {
    const read = await wholePlate()
    const moved = movedWells([read])
    expect(moved(read)).toEqual([])
    const altered: TextAt = (texts, at) => (at % 30 === 0 ? 'x' : (texts[at] ?? ''))
    expect(moved(changed(read, altered))).toEqual([])
    const swapped: TextAt = (texts, at) => texts[at === 5 ? 6 : at === 6 ? 5 : at] ?? ''
    expect(moved(changed(read, swapped))).toEqual([])
  })
})

describe('what a dialect says of its wells', () => {
  it('would have told a move beyond a row, beyond a column, or any', () => {
    const along = {
      what: '',
      format: 96,
      places: [
        [13, 14],
        [14, 15],
      ],
    } as const
    const down = {
      what: '',
      format: 96,
      places: [
        [1, 13],
        [13, 25],
      ],
    } as const
    const told = (move: typeof along | typeof down) =>
      (['well', 'row', 'column', 'none'] as const).filter((each) => canBeTold(move, each))
    expect(told(along)).toEqual(['well', 'column'])
    expect(told(down)).toEqual(['well', 'row'])
  })
})

describe('a good plate behind a mutated conversation', () => {
  const parts = { conversations: [[]], judge: () => null, conversationsMax: 20, seed: 1 }

  it('is read by a sane decoder', () => {
    const decoder = (): Decoder => subject.driver.decoder()
    const report = fuzz({ ...parts, decoder, goodPlates: [plate] })
    expect(report).toMatchObject({ failures: [], goodPlates: 20, conversations: 20 })
  })

  it('is missed, and that is told, when a decoder stays deaf after garbage', () => {
    const deafened = (): Decoder => {
      const inner = subject.driver.decoder()
      let isDeaf = false
      return {
        ...inner,
        sent: (bytes) => (isDeaf ? [] : inner.sent(bytes)),
        silence: () => ((isDeaf = true), []),
        closed: () => [],
        received: (byte) => (isDeaf ? [] : inner.received(byte)),
      }
    }
    const goodPlates: readonly GoodPlate[] = [plate]
    const report = fuzz({ ...parts, decoder: deafened, goodPlates })
    expect(report.failures[0]).toMatch(/The good plate behind .* was not read/)
  })
})
