import type { Analysis, Response, SampleResult, SpecimenResult } from '../analysis.ts'
import type { Concentration } from '../result.ts'

/** What of an analysis is worth telling when it changes, by names that stay when others go. */
export function namedResults(analysis: Analysis): Readonly<Record<string, unknown>> {
  const { curve, range, standards, wells, samples, specimens, responses, flags, unit } = analysis
  const fitted = curve && {
    model: `${curve.model} ${curve.weights} ${curve.points}`,
    converged: curve.converged,
    ...Object.fromEntries(
      Object.entries(curve.parameters).map(([name, { value }]) => [name, value]),
    ),
  }
  return {
    unit,
    curve: fitted,
    range,
    standard: named(standards, ({ level }) => String(level), standardFields),
    well: named(
      wells,
      ({ well }) => well,
      ({ od }) => ({ od }),
    ),
    sample: named(samples, sampleName, sampleFields),
    specimen: named(specimens, placeName, specimenFields),
    response: named(responses, ({ slot, organism }) => `slot ${slot} ${organism}`, responseFields),
    flag: named(
      flags,
      ({ rule, wells: told }) => [rule, ...told].join(' '),
      ({ severity }) => severity,
    ),
  }
}

/** How a sample is called in a table of changes: by its place, whoever is said to be there. */
export function sampleName(sample: SampleResult): string {
  const { slot, specimen, condition, dilution } = sample
  const place = slot === null ? `control ${specimen}` : `slot ${slot} ${condition}`
  return `${place} 1:${dilution}`
}

function placeName({ slot, condition }: SpecimenResult): string {
  return `slot ${slot} ${condition}`
}

/** Of two items with one name the second gets a number, so that none is lost. */
function named<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  fieldsOf: (item: Item) => unknown,
): Readonly<Record<string, unknown>> {
  const found = new Map<string, unknown>()
  for (const item of items) {
    const name = nameOf(item)
    let free = name
    for (let number = 2; found.has(free); number += 1) free = `${name} #${number}`
    found.set(free, fieldsOf(item))
  }
  return Object.fromEntries(found)
}

function standardFields({ meanOd, backFit, recoveryPercent, passes }: Analysis['standards'][0]) {
  return { meanOd, backFit, recoveryPercent, passes }
}

type Named = Pick<SpecimenResult, 'specimen' | 'mother' | 'visit' | 'date'>

function who({ specimen, mother, visit, date }: Named) {
  return { specimen, mother, visit, date }
}

/** Outside the working range no number is claimed, and none is said to have moved. */
export function claimed({ state, value }: Concentration): number | null {
  return state === 'ok' ? value : null
}

function worth(from: Concentration) {
  const { state, se, lower, upper } = from
  const concentration = claimed(from)
  return { state, concentration, se: concentration === null ? null : se, lower, upper }
}

function sampleFields({ n, meanOd, concentration }: SampleResult) {
  return { n, meanOd, ...worth(concentration) }
}

function specimenFields(from: SpecimenResult) {
  return { ...who(from), ...worth(from.concentration), rule: from.rule }
}

function responseFields(from: Response) {
  return {
    ...who(from),
    state: from.state,
    responder: from.responder,
    delta: from.delta.value,
    fold: from.fold.value,
    log2Fold: from.log2Fold.value,
  }
}
