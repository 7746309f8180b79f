import type { Layout } from '../core/layout/layout.ts'
import type { Settings } from '../ports/settings.ts'
import type { Meant } from './check-assay.ts'
import type { Mistake } from './mistake.ts'
import type { Reading } from './read-closed.ts'
import { unknownIds } from './references.ts'
import { NOBODY, type RunSheetFile } from './run-sheet-schema.ts'

type Specimens = RunSheetFile['specimens']

/** What is wrong in a run sheet although every value by itself has the right shape. */
export function checkRunSheet(
  reading: Reading<RunSheetFile>,
  settings: Pick<Settings, 'layouts' | 'assays' | 'readers'>,
): readonly Mistake[] {
  const { source, part } = reading
  const { layout = '', assay = null, specimens = [] } = part
  const found = settings.layouts.get(layout)?.value
  const readerIds = settings.readers.map(({ id }) => id)
  const meant = [
    ...(found && assay !== null ? checkAssayFits(found, assay, settings) : []),
    ...namedTwice(specimens, 'slot'),
    ...namedTwice(specimens, 'specimen'),
    ...(found ? slotsBeyond(specimens, found) : []),
    ...(found && reading.whole ? slotsMissing(specimens, found) : []),
  ]
  return [
    ...unknownIds(source, ['layout'], [...settings.layouts.keys()]),
    ...unknownIds(source, ['assay'], [...settings.assays.keys()]),
    ...unknownIds(source, ['reader'], readerIds),
    ...meant.map(({ path, what }) => reading.mistake(path, what)),
  ]
}

/** Slots that a sheet does not name; only worth telling when every specimen could be read. */
function slotsMissing(specimens: Specimens, layout: Layout): readonly Meant[] {
  const named = new Set(specimens.map(({ slot }) => slot))
  const missing = slotsOf(layout).filter((slot) => !named.has(slot))
  if (missing.length === 0) return []
  const slots = missing.length === 1 ? `slot ${missing[0]} has` : `slots ${missing.join(', ')} have`
  const expected = `one for each slot of '${layout.id}', or ${NOBODY} where it is empty`
  const what = `${slots} no specimen, expected ${expected}`
  return [{ path: ['specimens'], what }]
}

/** Another assay than the layout's own needs the same number of standards. */
function checkAssayFits(
  layout: Layout,
  assay: string,
  { assays }: Pick<Settings, 'assays'>,
): readonly Meant[] {
  const count = assays.get(assay)?.value.standards.length
  const levels = new Set(layout.wells.flatMap(({ level }) => (level === null ? [] : [level])))
  if (count === undefined || levels.size === count) return []
  const what = `'${assay}' has ${count} standards, expected ${levels.size} as in '${layout.id}'`
  return [{ path: ['assay'], what }]
}

function namedTwice(specimens: Specimens, key: 'slot' | 'specimen'): readonly Meant[] {
  return specimens.flatMap((specimen, at) => {
    if (specimen[key] === NOBODY) return []
    const first = specimens.findIndex((other) => other[key] === specimen[key])
    if (first === at) return []
    const what = `'${specimen[key]}' is named before, expected each ${key} once`
    return [{ path: ['specimens', at, key], what }]
  })
}

function slotsBeyond(specimens: Specimens, layout: Layout): readonly Meant[] {
  const slots = slotsOf(layout)
  return specimens.flatMap(({ slot }, at) => {
    if (slots.includes(slot)) return []
    const expected = slots.length === 0 ? 'none' : `${slots[0]} to ${slots.at(-1)}`
    const what = `'${slot}' is no slot of '${layout.id}', expected ${expected}`
    return [{ path: ['specimens', at, 'slot'], what }]
  })
}

function slotsOf({ wells }: Layout): readonly number[] {
  const slots = wells.flatMap(({ slot }) => (slot === null ? [] : [slot]))
  return [...new Set(slots)].toSorted((a, b) => a - b)
}
