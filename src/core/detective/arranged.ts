import type { Layout } from '../layout/layout.ts'
import { arrange, sortWells, type Arrangement, type Sorted } from './arrangement.ts'
import type { Hypothesis } from './hypothesis.ts'
import type { SeenPlate } from './seen-plate.ts'
import type { Transformation } from './transform.ts'

/** A layout's wells as they lie in each way, once they were asked for. */
interface Arranged {
  readonly standards: readonly number[]
  readonly sorted: Sorted
  readonly whole: Map<Transformation, Arrangement>
}

/** Layouts are read-only and few: what follows from one alone is worked out once. */
const known = new WeakMap<Layout, Arranged>()

/** What a hypothesis expects of the wells that were read. */
export function arrangementOf(
  { layout, transformation }: Hypothesis,
  standards: readonly number[],
  { ods, isWhole }: SeenPlate,
): Arrangement {
  const { sorted, whole } = arrangedOf(layout, standards)
  const isRead = (place: number): boolean => !Number.isNaN(ods[place])
  if (!isWhole) return arrange(sorted, transformation, isRead)
  const arrangement = whole.get(transformation) ?? arrange(sorted, transformation, () => true)
  whole.set(transformation, arrangement)
  return arrangement
}

function arrangedOf(layout: Layout, standards: readonly number[]): Arranged {
  const before = known.get(layout)
  if (before !== undefined && before.standards === standards) return before
  const arranged = { standards, sorted: sortWells(layout, standards), whole: new Map() }
  known.set(layout, arranged)
  return arranged
}
