import { describe, expect, it } from 'vitest'

import { CLEAR_NATS, detectLayout } from '../../../src/core/detective/detect.ts'
import { couldBeInstead } from '../../../src/core/detective/hypothesis.ts'
import {
  sourcesOf,
  transformed,
  TRANSFORMATIONS,
  type Transformation,
} from '../../../src/core/detective/transform.ts'
import type { Layout } from '../../../src/core/layout/layout.ts'
import type { WellValue } from '../../../src/core/plate-read.ts'
import { wellsOf, type Well } from '../../../src/core/well.ts'
import { IL6, layoutOf, STANDARD_PLACES, type Place } from '../../support/il6-plate.ts'
import { goodOd } from '../../support/judged-plate.ts'

const { standards } = IL6
const CONDITIONS = ['unstimulated', 'salmonella-enterica', 'escherichia-coli']

/**
 * Standards in columns 1 and 2, 32 specimens and conditions in duplicate in 3 to 10, then nothing.
 */
const LAYOUT: Layout = layoutOf([
  ...STANDARD_PLACES,
  ...Array.from({ length: 64 }, (_, at): Place => {
    const [group, replicate] = [Math.floor(at / 2), (at % 2) + 1]
    const column = 2 * Math.floor(group / 8) + 2 + replicate
    return {
      well: `${String.fromCharCode(65 + (group % 8))}${column}`,
      role: 'sample',
      slot: Math.floor(group / 3) + 1,
      condition: CONDITIONS[group % 3] ?? '',
      replicate,
    }
  }),
])

/** Empty plastic, reference subtracted. */
const PLASTIC_OD = 0.002

/** The ODs of a good plate of a layout, lying in some way; bare wells are empty. */
function lying(layout: Layout, transformation: Transformation): Map<Well, WellValue> {
  const ods = layout.wells.map((place) => (place.role === 'empty' ? PLASTIC_OD : goodOd(place)))
  const moved = transformed(ods, sourcesOf(transformation, layout.format), PLASTIC_OD)
  return new Map(wellsOf(layout.format).map((well, at) => [well, moved[at] ?? 'unread']))
}

const ask = (ods: ReadonlyMap<Well, WellValue>, layout = LAYOUT, others: Layout[] = []) =>
  detectLayout(ods, layout, { others, standards })

describe('a good plate', () => {
  it('lies as declared', () => {
    const detection = ask(lying(LAYOUT, 'as-declared'))
    expect(detection).toMatchObject({
      verdict: 'as-declared',
      best: { layout: LAYOUT, transformation: 'as-declared' },
      alike: [],
      untold: [],
      evidence: [],
      sentence: 'The wells fit the layout as declared.',
    })
    expect(detection.margin).toBeLessThan(-CLEAR_NATS)
  })

  it.each(TRANSFORMATIONS.filter((one) => one !== 'as-declared'))(
    'is known when it is %s',
    (transformation) => {
      const detection = ask(lying(LAYOUT, transformation))
      expect(detection).toMatchObject({ verdict: 'other', best: { transformation } })
      expect(detection.margin).toBeGreaterThan(CLEAR_NATS)
      expect(detection.evidence.length).toBeGreaterThan(0)
    },
  )

  it('is known by another layout on file', () => {
    const others = [{ ...layoutOf(shiftedStandards()), id: 'right-hand' }]
    const ods = lying(others[0] ?? LAYOUT, 'as-declared')
    const detection = ask(ods, LAYOUT, others)
    expect(detection).toMatchObject({ verdict: 'other', best: { layout: { id: 'right-hand' } } })
    expect(detection.sentence).toContain("it is layout 'right-hand' and not 'test'")
  })
})

/** The standards in columns 7 and 8. */
function shiftedStandards() {
  return STANDARD_PLACES.map((place) => ({
    ...place,
    well: place.well.replace('1', '7').replace('2', '8'),
  }))
}

describe('what is said of a plate that lies otherwise', () => {
  const { sentence, evidence, scores } = ask(lying(LAYOUT, 'turned-180'))

  it('is one sentence', () => {
    expect(sentence).toBe('Looks like it was loaded turned by 180°.')
  })

  it('names wells, what they read, and what was expected by either', () => {
    const [loudest] = evidence
    expect(loudest?.wells.length).toBeGreaterThan(0)
    expect(loudest?.seen).toHaveLength(loudest?.wells.length ?? 0)
    const words = evidence.flatMap(({ declaredAs, betterAs }) => [declaredAs, betterAs])
    expect(words.some((text) => /^standard \d, OD \d\.\d{3}$/.test(text))).toBe(true)
  })

  it('comes with the score of every hypothesis, the best first', () => {
    expect(scores).toHaveLength(TRANSFORMATIONS.length - 1)
    expect(scores[0]).toMatchObject({ hypothesis: { transformation: 'turned-180' } })
    const nats = scores.map((score) => score.nats)
    expect(nats).toEqual(nats.toSorted((a, b) => b - a))
    for (const { parts } of scores) expect(Object.values(parts).every(Number.isFinite)).toBe(true)
  })
})

describe('what no OD can tell', () => {
  /** Every well a specimen on its own: nothing is expected of any of them. */
  const single = layoutOf(
    wellsOf(96).map((well, at) => ({ well, role: 'sample', slot: at + 1, condition: 'baseline' })),
  )
  /** Pairs side by side everywhere: turned or mirrored, the pairs are pairs again. */
  const pairs = layoutOf(
    wellsOf(96).map((well, at) => ({
      well,
      role: 'sample',
      slot: Math.floor(at / 2) + 1,
      condition: 'baseline',
    })),
  )

  it('is said, not guessed: a mirrored layout of pairs has the same pairs', () => {
    const detection = ask(lying(LAYOUT, 'as-declared'), pairs)
    const untold = detection.untold.map(({ transformation }) => transformation)
    expect(untold.toSorted()).toEqual(['mirrored-left-right', 'mirrored-top-bottom', 'turned-180'])
    expect(detection.sentence).toMatch(
      /That it was loaded turned by 180° or .* no OD could tell\.$/,
    )
  })

  it('is no reason to hold a plate', () => {
    expect(ask(lying(LAYOUT, 'turned-180'), single).verdict).not.toBe('other')
  })
})

describe('a plate that tells nothing', () => {
  it.each([
    ['was not read', 'unread'],
    ['is all overflow', 'overflow'],
    ['is masked', 'masked'],
    ['has the same OD everywhere', 0.05],
  ] as const)('%s: undecided or as declared, never held', (_, value) => {
    const ods = new Map(wellsOf(96).map((well) => [well, value]))
    const detection = ask(ods)
    expect(detection.verdict).not.toBe('other')
    expect(Number.isFinite(detection.margin)).toBe(true)
  })

  it('leaves wells without an OD out', () => {
    const ods = lying(LAYOUT, 'turned-180')
    for (const well of ['H12', 'G12', 'A1', 'D6']) ods.set(well, 'unread')
    expect(ask(ods)).toMatchObject({ verdict: 'other', best: { transformation: 'turned-180' } })
  })
})

describe('wells that a layout calls empty', () => {
  it('may hold something after all without that turning the plate', () => {
    const ods = lying(LAYOUT, 'as-declared')
    LAYOUT.wells
      .filter(({ role }) => role === 'empty')
      .forEach(({ well }, at) => ods.set(well, 0.1 + 0.7 * ((at * 7) % 5)))
    expect(ask(ods).verdict).toBe('as-declared')
  })
})

describe('another layout', () => {
  const declared = { layout: LAYOUT, assay: IL6 }
  const other = { layout: { ...LAYOUT, id: 'other' }, assay: IL6 }

  it('could be meant when its standards come in the same order, whatever they are', () => {
    const milder = { ...IL6, standards: standards.map((one) => one / 2) }
    expect(couldBeInstead(other, declared)).toBe(true)
    expect(couldBeInstead({ ...other, assay: milder }, declared)).toBe(true)
  })

  it('could not when they come the other way, or the plate has other wells', () => {
    const reversed = { ...IL6, standards: standards.toReversed() }
    const large = { ...other.layout, format: 384 as const }
    expect(couldBeInstead({ ...other, assay: reversed }, declared)).toBe(false)
    expect(couldBeInstead({ ...other, layout: large }, declared)).toBe(false)
    expect(couldBeInstead(declared, declared)).toBe(false)
  })
})
