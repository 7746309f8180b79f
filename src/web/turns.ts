import { setImmediate as turn } from 'node:timers/promises'

/** Does a piece of work when it is its turn. */
export type InTurn = <Result>(work: () => Result) => Promise<Result>

/**
 * Pieces of work one after the other, whoever asked for them, each in a turn of the event loop of
 * its own: what readers send is heard between any two.
 */
export function openTurns(): InTurn {
  let before: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = before.then(() => turn()).then(work)
    // Whoever asked hears what went wrong; the next one has nothing to do with it.
    before = mine.then(
      () => undefined,
      () => undefined,
    )
    return mine
  }
}
