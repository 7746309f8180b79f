import type { Analysis, Curve, StandardResult } from '../../core/analysis.ts'
import { covarianceNames, describedParameters } from '../../core/curve/read-curve.ts'
import type { ExportInput } from '../../ports/exporter.ts'
import { tableOf } from '../table.ts'
import { blockedColumn, flagsOn, plateColumns, provenanceColumns } from './shared-columns.ts'

/** One fact about the curve: a number with its unit, or a text. */
interface Fact {
  readonly part: 'fit' | 'parameter' | 'covariance' | 'range' | 'standard'
  readonly name: string
  readonly quantity: string
  readonly value?: number | null
  readonly se?: number | null
  readonly unit?: string
  readonly text?: string
}

function choiceFacts(curve: Curve | null): readonly Fact[] {
  const fact = (quantity: string, text: string): Fact => ({
    part: 'fit',
    name: 'curve',
    quantity,
    text,
  })
  if (curve === null) {
    return [fact('converged', 'no'), fact('reason', 'The plate has no standard curve.')]
  }
  return [
    fact('model', curve.model),
    fact('weights', curve.weights),
    fact('points', curve.points),
    fact('converged', curve.converged ? 'yes' : 'no'),
    fact('reason', curve.reason),
  ]
}

/** Numbers of a curve that did not converge are no estimates, and are not shown as any. */
function estimated(curve: Curve, value: number | undefined): number | null {
  return curve.converged ? (value ?? null) : null
}

function parameterFacts(curve: Curve, unit: string): readonly Fact[] {
  const units = { od: 'OD', concentration: unit, '': '' } as const
  return describedParameters(curve).map(({ name, value, se, unit: of }) => ({
    part: 'parameter',
    name,
    quantity: 'estimate',
    value: estimated(curve, value),
    se: curve.converged ? se : null,
    unit: units[of],
  }))
}

function statisticFacts(curve: Curve): readonly Fact[] {
  const { wrss, rss, sigma, df, r2, condition, odFloor } = curve
  const numbers = { wrss, rss, sigma, df, r2, condition, od_floor: odFloor }
  return Object.entries(numbers).map(([quantity, value]) => ({
    part: 'fit',
    name: 'curve',
    quantity,
    value: estimated(curve, value),
    ...(quantity === 'od_floor' ? { unit: 'OD' } : {}),
  }))
}

/** The upper triangle, by the names of the two parameters. */
function covarianceFacts(curve: Curve): readonly Fact[] {
  const names = covarianceNames(curve)
  return names.flatMap((row, index) =>
    names.slice(index).map((column, offset): Fact => {
      const value = estimated(curve, curve.covariance[index]?.[index + offset])
      return { part: 'covariance', name: `${row} ${column}`, quantity: 'covariance', value }
    }),
  )
}

function rangeFacts({ range, unit }: Analysis): readonly Fact[] {
  const fact = (name: string, value: number | null): Fact => ({
    part: 'range',
    name,
    quantity: 'concentration_in_well',
    value,
    unit,
  })
  return [fact('lloq', range?.lloq ?? null), fact('uloq', range?.uloq ?? null)]
}

function standardFacts(standard: StandardResult, input: ExportInput): readonly Fact[] {
  const { unit } = input.stored.analysis
  const { level, wells } = standard
  const fact = (quantity: string, value: number | null, of: string): Fact => ({
    part: 'standard',
    name: `S${level}`,
    quantity,
    value,
    unit: of,
  })
  const said = (quantity: string, text: string): Fact => ({
    part: 'standard',
    name: `S${level}`,
    quantity,
    text,
  })
  return [
    fact('nominal', standard.nominal, unit),
    fact('mean_od', standard.meanOd, 'OD'),
    fact('sd_od', standard.sdOd, 'OD'),
    fact('cv_od_percent', standard.cvOdPercent, '%'),
    fact('back_fit', standard.backFit, unit),
    fact('recovery_percent', standard.recoveryPercent, '%'),
    // The zero standard anchors the curve and has no criterion to pass.
    ...(standard.nominal === 0 ? [] : [said('passes', standard.passes ? 'yes' : 'no')]),
    said('wells', wells.join(' ')),
    said('flags', flagsOn(input, wells)),
  ]
}

function factsOf(input: ExportInput): readonly Fact[] {
  const { analysis } = input.stored
  const { curve, unit, standards } = analysis
  const numbers =
    curve === null
      ? []
      : [...parameterFacts(curve, unit), ...statisticFacts(curve), ...covarianceFacts(curve)]
  return [
    ...choiceFacts(curve),
    ...numbers,
    ...rangeFacts(analysis),
    ...standards.flatMap((standard) => standardFacts(standard, input)),
  ]
}

/** The curve and its standards as one long table: a fact a line. */
export const curveTable = tableOf<Fact>({
  suffix: 'curve',
  items: factsOf,
  columns: () => [
    ...plateColumns(),
    { name: 'part', cell: ({ item }) => item.part },
    { name: 'name', cell: ({ item }) => item.name },
    { name: 'quantity', cell: ({ item }) => item.quantity },
    { name: 'value', cell: ({ item }) => item.value ?? null },
    { name: 'se', cell: ({ item }) => item.se ?? null },
    { name: 'unit', cell: ({ item }) => item.unit ?? '' },
    { name: 'text', cell: ({ item }) => item.text ?? '' },
    blockedColumn(),
    ...provenanceColumns(),
  ],
})
