import { readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import type { Assay } from '../../../src/core/assay.ts'
import { detectLayout } from '../../../src/core/detective/detect.ts'
import {
  sourcesOf,
  TRANSFORMATIONS,
  type Transformation,
} from '../../../src/core/detective/transform.ts'
import type { Layout, LayoutWell } from '../../../src/core/layout/layout.ts'
import { wellsOf, type Well } from '../../../src/core/well.ts'
import {
  hasReferencePlates,
  referenceLayout,
  referencePlate,
  softmaxAssay,
  type ReferencePlate,
} from '../../support/reference-plate.ts'

const FOLDER = new URL('../../../../shared/reference/plates/', import.meta.url)
const PLATES = ['ELISAtools_Assay_2_p1', 'ELISAtools_Assay_3_and_4_p1', 'SMP_HCP_4PL']
const note = hasReferencePlates ? '' : ' (skipped: ../shared/reference is absent)'

/**
 * How a plate can be moved: what a shift leaves bare is as low as an empty well, or comes round.
 */
const MOVES = TRANSFORMATIONS.flatMap((transformation) =>
  transformation.startsWith('shifted')
    ? [
        { transformation, bare: 'empty' },
        { transformation, bare: 'the line that was pushed off' },
      ]
    : [{ transformation, bare: '' }],
)

/** Standards, replicates and empty wells as the analyst's own file has them; masked wells too. */
function wholeLayout(plate: ReferencePlate, assay: Assay): Layout {
  const text = readFileSync(new URL(`${plate.name}.csv`, FOLDER), 'utf8')
  const [header = '', ...lines] = text.trim().split(/\r?\n/)
  const names = header.split(',')
  const rows = new Map(
    lines.map((line) => {
      const cells = new Map(line.split(',').map((cell, at) => [names[at] ?? '', cell]))
      return [cells.get('well') ?? '', cells]
    }),
  )
  const subjects: string[] = []
  const wells = referenceLayout(plate, assay).wells.map((place) => {
    const row = rows.get(place.well) ?? new Map<string, string>()
    const subject = `${row.get('group')}/${row.get('sample')}`
    if (!subjects.includes(subject)) subjects.push(subject)
    return { ...place, ...contentOf(row, assay), ...slotOf(row, subjects.indexOf(subject) + 1) }
  })
  return { ...referenceLayout(plate, assay), wells }
}

type Row = ReadonlyMap<string, string>

function contentOf(row: Row, assay: Assay): Pick<LayoutWell, 'role' | 'level'> {
  if (row.get('role') === '') return { role: 'empty', level: null }
  if (row.get('role') !== 'standard') return { role: 'sample', level: null }
  return { role: 'standard', level: assay.standards.indexOf(Number(row.get('std_conc'))) + 1 }
}

function slotOf(row: Row, slot: number): Pick<LayoutWell, 'slot' | 'condition'> {
  const isSample = row.get('role') !== '' && row.get('role') !== 'standard'
  return isSample ? { slot, condition: 'unstimulated' } : { slot: null, condition: null }
}

function movedOds(
  plate: ReferencePlate,
  transformation: Transformation,
  bare: string,
): ReadonlyMap<Well, number> {
  const ods = plate.wells.map(({ od }) => {
    const [measured = 0, reference = 0] = [...od.values()]
    return measured - reference
  })
  const sources = sourcesOf(transformation, 96)
  const kept = new Set(sources)
  const lost = ods.filter((_, at) => !kept.has(at))
  const lowest = Math.min(...ods)
  const filling = (): number => (bare === 'empty' ? lowest : (lost.shift() ?? lowest))
  const wells = wellsOf(96)
  return new Map(Array.from(sources, (source, at) => [wells[at] ?? '', ods[source] ?? filling()]))
}

describe.each(PLATES)(`the real plate %s${note}`, (name) => {
  const plate = hasReferencePlates ? referencePlate(name) : undefined

  it.skipIf(plate === undefined).each(MOVES)(
    'is known when it is $transformation, bare: $bare',
    ({ transformation, bare }) => {
      if (plate === undefined) return
      const assay = softmaxAssay(plate)
      const ods = movedOds(plate, transformation, bare)
      const suspects = { others: [], standards: assay.standards }
      expect(detectLayout(ods, wholeLayout(plate, assay), suspects)).toMatchObject({
        verdict: transformation === 'as-declared' ? 'as-declared' : 'other',
        best: { transformation },
        alike: [],
      })
    },
  )

  it.skipIf(plate === undefined).each(MOVES)(
    'is known by its standards alone, though not always clearly, when $transformation, bare: $bare',
    ({ transformation, bare }) => {
      if (plate === undefined) return
      const assay = softmaxAssay(plate)
      const ods = movedOds(plate, transformation, bare)
      const suspects = { others: [], standards: assay.standards }
      const detection = detectLayout(ods, referenceLayout(plate, assay), suspects)
      expect(detection).toMatchObject({ best: { transformation }, alike: [] })
      expect(detection.verdict === 'as-declared').toBe(transformation === 'as-declared')
    },
  )
})
