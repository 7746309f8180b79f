import type { Observable } from 'rxjs'

import type { Bench } from '../bench.ts'
import { assign } from './assigning.ts'
import { expectPlate } from './expecting.ts'
import { judge, judgeable } from './judging.ts'
import { mask } from './masking.ts'
import type { Office } from '../ports/office.ts'
import { Reanalyses } from './reanalyses.ts'

/** The office from the daemon's side: long work goes on while somebody subscribes to `work$`. */
export interface StaffedOffice extends Office {
  readonly work$: Observable<never>
}

/** Opens the office on a bench: the desk's sister, for plates that are stored. */
export function openOffice(bench: Bench): StaffedOffice {
  const reanalyses = new Reanalyses(bench)
  return {
    work$: reanalyses.work$,
    mask: (wish) => mask(bench, wish),
    assign: (wish) => assign(bench, wish),
    expect: (wish) => expectPlate(bench, wish),
    judgeable: (judged) => judgeable(bench, judged),
    judge: (wish) => judge(bench, wish),
    reanalyse: (wish) => reanalyses.begin(wish),
    reanalysis: (id) => reanalyses.of(id).report,
    reanalysed: (id, at) => reanalyses.of(id).changes.slice(at),
    cancelReanalysis: (id) => reanalyses.cancel(id),
    reanalyses: () => reanalyses.reports(),
    reanalysing$: reanalyses.changes$,
  }
}
