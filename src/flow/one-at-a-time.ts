import { AssaydError } from '../core/errors.ts'

/**
 * Runs work one after the other, in the order it is asked for; the next begins whether or not the
 * one before failed. Rejects with AssaydError `too-many-requests` and that message when so many
 * wait already.
 */
export function oneAtATime(waitingMax: number, message: string) {
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (waiting >= waitingMax) {
      throw new AssaydError('too-many-requests', message, {
        hint: 'Wait some seconds and try again.',
      })
    }
    waiting += 1
    const mine = last.then(work)
    // Whoever asked hears of a failure; the one behind does not.
    last = mine.catch(() => undefined)
    try {
      return await mine
    } finally {
      waiting -= 1
    }
  }
}
