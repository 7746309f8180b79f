import type { Response } from '../analysis.ts'
import { AssaydError } from '../errors.ts'
import type { Measurement } from './reruns.ts'

const FACTS = ['mother', 'visit', 'date'] as const
type Fact = (typeof FACTS)[number]

/** Whose milk a specimen is and when it was taken; empty where no run sheet says. */
export type Identity = Pick<Response, Fact>

/** The plates that say it, by what they say. */
type Sayings = Map<string, Set<string>>

/**
 * Whose milk each specimen is, from all plates it is on: where one run sheet says nothing, another
 * may. Throws AssaydError `study-contradiction` with every specimen of which two run sheets say
 * different things, one a line, because then one of them is another mother's milk.
 */
export function identitiesOf(measurements: readonly Measurement[]): ReadonlyMap<string, Identity> {
  const said = new Map<string, Readonly<Record<Fact, Sayings>>>()
  for (const { response, plate } of measurements) {
    const { specimen } = response
    const facts = said.get(specimen) ?? { mother: new Map(), visit: new Map(), date: new Map() }
    said.set(specimen, facts)
    for (const fact of FACTS) note(facts[fact], response[fact], plate.plate)
  }
  insistOnAgreement(said)
  const first = (sayings: Sayings): string => [...sayings.keys()][0] ?? ''
  return new Map(
    [...said].map(([specimen, { mother, visit, date }]) => [
      specimen,
      { mother: first(mother), visit: first(visit), date: first(date) },
    ]),
  )
}

function note(sayings: Sayings, saying: string, plate: string): void {
  if (saying === '') return
  const plates = sayings.get(saying) ?? new Set()
  sayings.set(saying, plates.add(plate))
}

function insistOnAgreement(said: ReadonlyMap<string, Readonly<Record<Fact, Sayings>>>): void {
  const contradictions = [...said].flatMap(([specimen, facts]) =>
    FACTS.filter((fact) => facts[fact].size > 1).map(
      (fact) => `Specimen '${specimen}' has ${inWords(fact, facts[fact])}.`,
    ),
  )
  if (contradictions.length === 0) return
  throw new AssaydError('study-contradiction', contradictions.join('\n'), {
    hint: 'Find out whose milk it is, correct the run sheets and analyse those plates again.',
  })
}

/** `mother 'M101' on IL6-07, IL6-09 and 'M102' on IL6-08`. */
function inWords(fact: Fact, sayings: Sayings): string {
  const each = [...sayings].map(([saying, plates]) => `'${saying}' on ${[...plates].join(', ')}`)
  return `${fact} ${each.join(' and ')}`
}
