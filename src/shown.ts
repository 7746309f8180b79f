import type { Bench } from './bench.ts'
import { peopleOf } from './people/people.ts'
import type { ApiOptions, Definitions } from './ports/api.ts'

/** What the API speaks with, beside the bench. */
type Desks = Pick<ApiOptions, 'desk' | 'config' | 'health' | 'office' | 'backups' | 'localUser'>

/** Everything that the daemon shows through its API. */
export function shownOf(bench: Bench, desks: Desks): ApiOptions {
  const { clock, store, settings, codeVersion, tell } = bench
  return {
    ...desks,
    clock,
    store,
    settings,
    codeVersion,
    note: (entry) => store.note(entry),
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
