import { fork, type ChildProcess } from 'node:child_process'

import type { ErrorCode } from '../core/error-codes.ts'
import { AssaydError } from '../core/errors.ts'
import type { Errand, Errands } from '../ports/errands.ts'
import type { JsonBytes } from '../ports/studies.ts'
import type { Verified } from '../ports/verify.ts'
import { letOthersGoFirst, withoutSupervisor } from './own-program.ts'

/** What the process of an errand tells. */
export type FromErrand =
  | { readonly kind: 'steps'; readonly steps: readonly Verified[] }
  | { readonly kind: 'json'; readonly json: JsonBytes }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly code: ErrorCode; message: string; hint: string }

/** So much of what it last said of a fault of ours is kept. */
const SAID_CHARACTERS_MAX = 4000

/** Runs errands by the program in that file. */
export function openErrands(file: string): Errands {
  const closing = new AbortController()
  const underWay = new Set<Promise<void>>()
  const run = async (errand: Errand, over: AbortSignal, hear: Hear): Promise<void> => {
    const signal = AbortSignal.any([over, closing.signal])
    const ended = runErrand({ file, errand, signal }, hear)
    underWay.add(ended)
    try {
      await ended
    } finally {
      underWay.delete(ended)
    }
  }
  return {
    verify: (errand, over, hear) =>
      run(errand, over, (told) => {
        if (told.kind === 'steps') hear(told.steps)
      }),
    json: async (errand, over) => {
      const answers: JsonBytes[] = []
      await run(errand, over, (told) => {
        if (told.kind === 'json') answers.push(told.json)
      })
      const [json] = answers
      if (json === undefined) throw new TypeError('Expected an answer of the errand.')
      return json
    },
    close: async () => {
      closing.abort()
      await Promise.allSettled(underWay)
    },
  }
}

type Hear = (told: FromErrand) => void

interface Running {
  readonly file: string
  readonly errand: Errand
  readonly signal: AbortSignal
}

/** Resolves when the process said that it is done, and is gone. */
function runErrand({ file, errand, signal }: Running, hear: Hear): Promise<void> {
  if (signal.aborted) return Promise.reject(cut())
  return new Promise((resolve, reject) => {
    const child = started(file)
    const said = heardErrors(child)
    let end: FromErrand | undefined
    const kill = (): void => void child.kill('SIGKILL')
    signal.addEventListener('abort', kill, { once: true })
    child.on('message', (told: FromErrand) => {
      if (told.kind === 'done' || told.kind === 'failed') end = told
      else hear(told)
    })
    child.once('error', (cause) => reject(failed(cause.message, cause)))
    child.once('close', (code, killedBy) => {
      signal.removeEventListener('abort', kill)
      if (end?.kind === 'done') return resolve()
      if (end !== undefined) return reject(failureFrom(end))
      if (signal.aborted) return reject(cut())
      return reject(failed(`it ended with ${code ?? killedBy}`, said()))
    })
    child.send(errand, (error) => {
      // Its end tells more, and comes.
      if (error !== null) kill()
    })
  })
}

function started(file: string): ChildProcess {
  const child = fork(file, [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: withoutSupervisor(),
    execArgv: [],
  })
  if (child.pid !== undefined) letOthersGoFirst(child.pid)
  return child
}

function heardErrors({ stderr }: ChildProcess): () => string {
  let said = ''
  stderr?.setEncoding('utf8').on('data', (piece: string) => {
    said = (said + piece).slice(-SAID_CHARACTERS_MAX)
  })
  return () => said
}

function failureFrom(end: FromErrand): AssaydError {
  if (end.kind !== 'failed') return failed('it did not say how it ended', end)
  return new AssaydError(end.code, end.message, { hint: end.hint })
}

function cut(): AssaydError {
  return new AssaydError('errand-cut', 'The work was ended before it was done.', {
    hint: 'Ask for it again.',
  })
}

function failed(what: string, cause: unknown): AssaydError {
  const message = `The process that did the work beside the daemon failed: ${what}.`
  return new AssaydError('errand-failed', message, {
    hint: 'Ask for it again; if it stays so, do it by the command of the same name.',
    cause,
  })
}
