import { BASELINE_KINDS } from '../core/layout/check-layout.ts'
import type { Mistake } from './mistake.ts'
import type { OrganismsFile } from './organisms-schema.ts'
import type { Reading } from './read-closed.ts'
import { textsAt } from './references.ts'

/** Every organism has an id of its own, and none is called like a baseline. */
export function checkOrganisms(reading: Reading<OrganismsFile>): readonly Mistake[] {
  const { organisms = [] } = reading.part
  return organisms.flatMap(({ id }, at) => {
    const path = ['organisms', at, 'id']
    if (BASELINE_KINDS.some((kind) => kind === id))
      return [reading.mistake(path, `'${id}' is a baseline, expected another id`)]
    const first = organisms.findIndex((other) => other.id === id)
    if (first === at) return []
    const what = `'${id}' is the id of an organism above, expected another id`
    return [reading.mistake(path, what)]
  })
}

/** The ids conditions may use, also of organisms with mistakes; null without such a list. */
export function organismIdsOf(reading: Reading<OrganismsFile> | null): readonly string[] | null {
  if (reading === null) return null
  const ids = textsAt(reading.source.value, ['organisms', '*', 'id']).map(({ text }) => text)
  return ids.length === 0 ? null : ids
}
