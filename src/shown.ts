import type { Bench } from './bench.ts'
import { peopleOf } from './people/people.ts'
import type { ApiOptions, Definitions } from './ports/api.ts'
import type { Errands } from './ports/errands.ts'
import { studiesOf } from './upkeep/studies.ts'
import { Verifications } from './verify/verifications.ts'

/** What the API speaks with, beside the bench. */
interface Desks extends Omit<
  ApiOptions,
  keyof ReturnType<typeof ofBench> | 'verifications' | 'studies'
> {
  readonly errands: Errands
}

/** Everything that the daemon shows through its API. */
export function shownOf(bench: Bench, { errands, ...desks }: Desks): ApiOptions {
  const verifications = new Verifications({ bench, errands })
  const studies = studiesOf(bench, errands)
  return { ...desks, ...ofBench(bench), verifications, studies }
}

function ofBench(bench: Bench) {
  const { clock, store, settings, codeVersion, tell } = bench
  const note: ApiOptions['note'] = (entry) => store.note(entry)
  return {
    clock,
    store,
    settings,
    codeVersion,
    note,
    people: peopleOf({ store, clock, tell }),
    definitions: definitionsOf(bench),
  }
}

/** What is defined, as it is in force at the moment of each question. */
function definitionsOf(bench: Bench): Definitions {
  return {
    settings: () => bench.settings,
    runSheets: () => bench.source.runSheets(bench.settings),
  }
}
