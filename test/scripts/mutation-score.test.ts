import { describe, expect, it } from 'vitest'

import { PARTS, settings } from '../../scripts/mutation/parts.ts'
import { describeMutant, scoreOf, table } from '../../scripts/mutation/score.ts'
import type { Mutant } from '../../scripts/mutation/score.ts'

function mutants(status: string, count: number): readonly Mutant[] {
  const location = { start: { line: 3, column: 7 } }
  return Array.from({ length: count }, () => ({
    status,
    mutatorName: 'ArithmeticOperator',
    replacement: 'a\n  - b',
    location,
  }))
}

const MIXED = [
  ...mutants('Killed', 5),
  ...mutants('Timeout', 2),
  ...mutants('Survived', 2),
  ...mutants('NoCoverage', 1),
  ...mutants('RuntimeError', 4),
]

describe('the mutation score', () => {
  it('is the share that was noticed, endless loops among them, of all that could be loaded', () => {
    expect(scoreOf('a', MIXED)).toEqual({
      name: 'a',
      mutants: 10,
      killed: 5,
      timedOut: 2,
      survived: 2,
      uncovered: 1,
      percent: 70,
    })
  })

  it('is not a number without mutants, which passes no limit', () => {
    expect(scoreOf('a', mutants('RuntimeError', 1)).percent >= 80).toBe(false)
  })

  it('is printed in columns', () => {
    expect(table([scoreOf('src/core', MIXED)])).toBe(
      [
        '          mutants  killed  survived  timeout  no coverage   score',
        'src/core       10       5         2        2            1  70.0 %',
      ].join('\n'),
    )
  })

  it('comes with each mutant that nothing noticed, on one line', () => {
    const [survivor] = mutants('Survived', 1)
    expect(survivor && describeMutant('src/a.ts', survivor)).toBe(
      'src/a.ts:3:7  ArithmeticOperator, Survived: a - b',
    )
  })
})

describe('what Stryker is told', () => {
  it('leaves out no kind of mutant and no file of the folders', () => {
    expect(PARTS.map(({ folder }) => folder)).toEqual(['src/core/curve', 'src/core/quality'])
    for (const part of PARTS) {
      const told = settings(part, { mutate: ['x'], workplace: '/w', runner: 'r' })
      expect(told).not.toMatch(/mutator|ignoreStatic|disableTypeChecks|excludedMutations/)
    }
  })
})
