import { AssaydError } from '../errors.ts'
import type { Organism } from '../organism.ts'
import { adjustResponse } from './adjust/adjust-response.ts'
import { adjustmentsOf } from './adjust/adjust-study.ts'
import { isBlocked, rulesTouching, wellsBehind } from './evidence.ts'
import { identitiesOf, type Identity } from './identity.ts'
import { chooseRerun, measuredAlike, type Chosen, type Measurement } from './reruns.ts'
import type {
  LeftOut,
  Measured,
  PlateAdjustment,
  Study,
  StudyOptions,
  StudyPlate,
  StudyRow,
} from './study.ts'
import { substitute } from './substitution.ts'
import { warningsOf } from './warnings.ts'

/**
 * One row a specimen and organism over all plates and visits, sorted by specimen, then organism.
 * Placeholders, unassigned plates and plates without an analysis are in no row and are counted.
 * Throws AssaydError `study-contradiction` when two plates disagree on whose milk a specimen is,
 * `organism-unknown` when the wanted organism is neither configured nor measured, and what
 * `adjustmentsOf` throws when an adjustment was asked for.
 */
export function compileStudy(measured: Measured, options: StudyOptions): Study {
  const named = measured.plates.filter((plate) => plate.isNamed && mayCount(plate, options))
  const measurements = named.flatMap((plate) =>
    plate.responses.map((response): Measurement => ({ response, plate })),
  )
  // A mix-up spoils the study even where its rows were not asked for.
  const identities = identitiesOf(measurements)
  const wanted = wantedOf(measurements, options)
  const organisms = new Map(options.organisms.map((organism) => [organism.id, organism]))
  const chosen = measuredAlike(wanted)
    .flatMap((group) => chooseRerun(group, options) ?? [])
    .toSorted(bySpecimen)
  const used = new Set(chosen.map(({ plate }) => plate))
  const adjustments =
    options.adjustment === null ? [] : adjustmentsOf(named, used, options.adjustment)
  const known = { identities, organisms, options, adjustments }
  const rows = chosen.map((one) => rowOf(one, known))
  return {
    rows,
    substitution: options.substitution,
    adjustment: options.adjustment,
    adjustments,
    leftOut: leftOutOf(measured, options),
    warnings: warningsOf(rows, adjustments),
  }
}

/** A rejected analysis counts nowhere, not even against whose milk a specimen is. */
function mayCount({ verdict }: StudyPlate, { isAcceptedOnly }: StudyOptions): boolean {
  return isAcceptedOnly ? verdict === 'accepted' : verdict !== 'rejected'
}

function wantedOf(
  measurements: readonly Measurement[],
  { organism, organisms }: StudyOptions,
): readonly Measurement[] {
  if (organism === null) return measurements
  const wanted = measurements.filter(({ response }) => response.organism === organism)
  const known = new Set([
    ...organisms.map(({ id }) => id),
    ...measurements.map(({ response }) => response.organism),
  ])
  if (known.has(organism)) return wanted
  const names = [...known].map((id) => `'${id}'`).join(', ')
  throw new AssaydError('organism-unknown', `No organism is called '${organism}'.`, {
    hint: known.size === 0 ? 'None is configured, and none was measured.' : `There are ${names}.`,
  })
}

/** By code units, so that the order is the same on every machine. */
function bySpecimen(left: Chosen, right: Chosen): number {
  return compare(keysOf(left), keysOf(right))
}

function keysOf({ response, plate }: Chosen): readonly string[] {
  const { specimen, organism, baselineKind } = response
  return [specimen, organism, plate.analyte, plate.unit, baselineKind]
}

function compare(left: readonly string[], right: readonly string[]): number {
  const at = left.findIndex((key, index) => key !== right[index])
  if (at === -1) return 0
  return (left[at] ?? '') < (right[at] ?? '') ? -1 : 1
}

interface Known {
  readonly identities: ReadonlyMap<string, Identity>
  readonly organisms: ReadonlyMap<string, Organism>
  readonly options: StudyOptions
  readonly adjustments: readonly PlateAdjustment[]
}

function rowOf(chosen: Chosen, known: Known): StudyRow {
  const { identities, organisms, options } = known
  const { plate, otherPlates } = chosen
  const { specimen } = chosen.response
  const { response, substituted } =
    options.substitution === null
      ? { response: chosen.response, substituted: null }
      : substitute(chosen.response, options.substitution)
  const adjustment = known.adjustments.find((one) => one.plate === plate)
  return {
    response: { ...response, ...identities.get(specimen) },
    plate,
    organism: organisms.get(response.organism) ?? null,
    flags: rulesTouching(plate.flags, wellsBehind(plate, response)),
    isBlocked: isBlocked(plate),
    otherPlates,
    substituted,
    adjusted: adjustment === undefined ? null : adjustResponse(response, adjustment),
  }
}

function leftOutOf({ plates, waiting }: Measured, options: StudyOptions): LeftOut {
  const { isWithoutBlocked, isAcceptedOnly } = options
  const rejected = plates.filter(({ verdict }) => verdict === 'rejected')
  const undecided = isAcceptedOnly ? plates.filter(({ verdict }) => verdict === null) : []
  const counting = plates.filter((plate) => mayCount(plate, options))
  const unnamed = counting.filter(({ isNamed }) => !isNamed)
  const blocked = isWithoutBlocked ? counting.filter((one) => one.isNamed && isBlocked(one)) : []
  const idsOf = (some: readonly { readonly plate: string }[]) => some.map(({ plate }) => plate)
  return {
    unassignedPlates: idsOf(waiting.filter(({ isAssigned }) => !isAssigned)),
    unanalysedPlates: idsOf(waiting.filter(({ isAssigned }) => isAssigned)),
    unnamedPlates: idsOf(unnamed),
    unnamedSpecimens: unnamed.reduce((sum, plate) => sum + slotsOf(plate), 0),
    blockedPlates: idsOf(blocked),
    rejectedPlates: idsOf(rejected),
    undecidedPlates: idsOf(undecided),
  }
}

function slotsOf({ responses }: StudyPlate): number {
  return new Set(responses.map(({ slot }) => slot)).size
}
