import { describe, expect, it } from 'vitest'

import { analyse } from '../../../src/core/analyse/analyse.ts'
import type { Assay, BlankMode, Direction, ModelId } from '../../../src/core/assay.ts'
import type { RunSheet } from '../../../src/core/run-sheet.ts'
import { syntheticVerdict, type SyntheticFound } from '../../../src/core/synthetic/compare.ts'
import {
  syntheticPlate,
  syntheticSpecimen,
  type SyntheticPlate,
} from '../../../src/core/synthetic/plate.ts'
import type { Well } from '../../../src/core/well.ts'
import { IL6, layoutOf, type Place } from '../../support/il6-plate.ts'
import { readOf } from '../../support/il6-read.ts'

const ROWS = 'ABCDEFGH'.split('')
const CONDITIONS = ['unstimulated', 'salmonella-enterica', 'escherichia-coli']

const standards = ROWS.flatMap((row, at): readonly Place[] =>
  [1, 2].map((column) => ({ well: `${row}${column}`, role: 'standard', level: at + 1 })),
)
/** Three conditions of eight specimens, one row each; the last condition is also diluted. */
const samples = ROWS.flatMap((row, at): readonly Place[] =>
  [3, 4, 5, 6].map((column) => {
    const condition = CONDITIONS[Math.min(column - 3, 2)] ?? ''
    const dilution = column === 6 ? 1 : column === 5 ? 10 : 2
    return { well: `${row}${column}`, role: 'sample', slot: at + 1, condition, dilution }
  }),
)
const BLANKS: readonly Place[] = ['A7', 'B7'].map((well) => ({ well, role: 'blank' }))
const LAYOUT = layoutOf([...standards, ...samples, ...BLANKS, { well: 'C7', role: 'control' }])

const SHEET: RunSheet = {
  plate: 'SYNTHETIC',
  layout: LAYOUT.id,
  assay: null,
  reader: null,
  barcode: null,
  kitLot: '',
  operator: '',
  specimens: ROWS.map((_, at) => {
    return { slot: at + 1, specimen: syntheticSpecimen(at + 1), mother: '', visit: '', date: '' }
  }),
}

/** What the mathematics alone make of the plate, read to a thousandth of an OD. */
function found(assay: Assay, { ods }: SyntheticPlate): SyntheticFound {
  const seen = [...ods].map(([well, [measured = 0, reference = 0]]): [Well, number] => {
    return [well, Math.round((measured - reference) * 1000) / 1000]
  })
  const inputs = { layout: LAYOUT, assay, read: readOf(new Map(seen)), sheet: SHEET }
  const { specimens, responses } = analyse(inputs, [])
  return {
    concentrations: specimens.map(({ specimen, condition, concentration }) => {
      return { specimen, condition, state: concentration.state, concentration: concentration.value }
    }),
    responses: responses.map(({ specimen, organism, delta }) => {
      return { specimen, organism, delta: delta.value }
    }),
  }
}

const cases: readonly (readonly [ModelId, Direction, BlankMode])[] = [
  ['4pl', 'rising', 'ignore'],
  ['4pl', 'falling', 'ignore'],
  ['4pl', 'rising', 'subtract-mean'],
  ['4pl', 'rising', 'subtract-zero-standard'],
  ['5pl', 'rising', 'ignore'],
  ['3pl', 'rising', 'ignore'],
  ['3pl', 'rising', 'subtract-mean'],
  ['linear', 'rising', 'ignore'],
  ['linear', 'falling', 'ignore'],
  ['quadratic', 'rising', 'subtract-zero-standard'],
  ['log-log', 'rising', 'ignore'],
  ['log-log', 'rising', 'subtract-zero-standard'],
  ['point-to-point', 'rising', 'ignore'],
  ['point-to-point-semi-log', 'rising', 'ignore'],
  ['point-to-point-log-log', 'rising', 'ignore'],
  ['natural-spline', 'rising', 'ignore'],
  ['pchip', 'falling', 'ignore'],
]

describe('A synthetic plate', () => {
  it.each(cases)('comes out as it was made by %s, %s, blank %s', (model, direction, blank) => {
    const weights = ['4pl', '5pl', '3pl'].includes(model) ? 'irls' : 'none'
    const curve = { model, weights, points: 'wells' } as const
    const assay: Assay = { ...IL6, direction, blank, curve }
    const plate = syntheticPlate(LAYOUT, assay)
    const verdict = syntheticVerdict(plate, found(assay, plate), 5)
    expect(verdict.wrong).toEqual([])
    expect(verdict).toMatchObject({ concentrations: 24, responses: 16 })
  })

  it('has another amount in each supernatant, so that exchanged wells show', () => {
    const { truths } = syntheticPlate(LAYOUT, IL6)
    const sorted = truths.map(({ concentration }) => concentration).toSorted((a, b) => a - b)
    const ratios = sorted.slice(1).map((each, at) => each / (sorted[at] ?? 0))
    expect(Math.min(...ratios)).toBeGreaterThan(1)
  })
})

describe('What came out', () => {
  const plate = syntheticPlate(LAYOUT, IL6)
  const right = found(IL6, plate)
  const changed = (change: (each: SyntheticFound) => SyntheticFound): readonly string[] =>
    syntheticVerdict(plate, change(right), 5).wrong

  it('is told where one concentration is off, with both numbers', () => {
    const [first, ...others] = right.concentrations
    if (first === undefined) throw new TypeError('Expected concentrations.')
    const value = (first.concentration ?? 0) * 1.08
    const wrong = changed((each) => {
      return { ...each, concentrations: [{ ...first, concentration: value }, ...others] }
    })
    expect(wrong).toHaveLength(1)
    expect(wrong[0]).toMatch(
      /^SYNTHETIC-S01 unstimulated has [\d.]+, found [\d.]+ \((7|8)\.\d % off\)\.$/,
    )
  })

  it('is told where results are missing, doubled, without a number or not in range', () => {
    const { concentrations, responses } = right
    expect(changed((each) => ({ ...each, concentrations: concentrations.slice(1) }))).toEqual([
      expect.stringMatching(/^SYNTHETIC-S01 unstimulated has [\d.]+, and no result\.$/),
    ])
    const doubled = [...concentrations, ...concentrations]
    expect(changed((each) => ({ ...each, concentrations: doubled }))).toEqual([
      'There are 48 concentrations, and 24 were made.',
    ])
    const high = concentrations.map((each) => ({ ...each, state: 'above_uloq' }))
    expect(changed((each) => ({ ...each, concentrations: high }))).toHaveLength(24)
    const none = concentrations.map((each) => ({ ...each, concentration: Number.NaN }))
    expect(changed((each) => ({ ...each, concentrations: none }))).toHaveLength(24)
    const inverted = responses.map((each) => ({ ...each, delta: -(each.delta ?? 0) }))
    expect(changed((each) => ({ ...each, responses: inverted })).length).toBeGreaterThan(8)
    expect(changed((each) => ({ ...each, responses: [] }))).toHaveLength(16)
  })
})
