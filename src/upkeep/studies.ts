import type { Bench } from '../bench.ts'
import { dialectOf } from '../core/text-dialect.ts'
import { oneAtATime } from '../flow/one-at-a-time.ts'
import type { Errands } from '../ports/errands.ts'
import type { Studies } from '../ports/studies.ts'

/** So many people wait at a time, with the one whose study is being made. */
const WAITING_MAX = 4

/** Studies of what a bench has stored, each made beside the daemon. */
export function studiesOf(bench: Pick<Bench, 'settings'>, errands: Pick<Errands, 'json'>): Studies {
  const inTurn = oneAtATime(WAITING_MAX, 'Too many people wait for a study just now.')
  return {
    make: async ({ options, dialect: said }, over) => {
      const { csv, folders, organisms } = bench.settings
      const dialect = dialectOf(() => csv, said)
      const wish = { options: { ...options, organisms: organisms.value }, dialect }
      return inTurn(() => errands.json({ kind: 'study', dataFolder: folders.data, wish }, over))
    },
    measured: (over) => {
      const dataFolder = bench.settings.folders.data
      return inTurn(() => errands.json({ kind: 'measured', dataFolder }, over))
    },
  }
}
