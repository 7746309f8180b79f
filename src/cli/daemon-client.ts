import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { ERROR_CODES, type ErrorCode } from '../core/error-codes.ts'
import { AssaydError } from '../core/errors.ts'
import type { ApiAddress, NetworkAddress } from '../ports/api.ts'
import { forgetLogin, savedLogin } from './saved-login.ts'
import { fieldsOf } from './told.ts'

/** The running daemon as its commands see it. */
export interface DaemonClient {
  /** Where other machines reach it; null where they do not. */
  readonly network: NetworkAddress | null
  /** Sends a request and gives the JSON of the answer; a problem it tells becomes AssaydError. */
  ask(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<unknown>
  /** The data of server-sent events, from now on, until the signal or the daemon ends them. */
  events(path: string, stop: AbortSignal): AsyncGenerator
}

/** Finds the daemon that runs on a data folder. Throws AssaydError `daemon-away`. */
export function daemonOn(dataFolder: string): DaemonClient {
  const { url, token: own, network } = addressIn(dataFolder)
  const headersWith = (token: string) => ({
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
  })
  let headers = headersWith(savedLogin(dataFolder) ?? own)
  return {
    network,
    ask: async (method, path, body) => {
      const send = () => {
        const sent = body === undefined ? {} : { body: JSON.stringify(body) }
        return reached(dataFolder, fetch(new URL(path, url), { method, headers, ...sent }))
      }
      const first = await send()
      const isOver = first.status === 401 && (await isLoginOver(first.clone()))
      if (isOver) {
        // Whoever may read the data folder may still look.
        forgetLogin(dataFolder)
        headers = headersWith(own)
      }
      const response = isOver ? await send() : first
      // Something else may listen there since the daemon was killed.
      const answer: unknown = await reached(dataFolder, response.json())
      if (!response.ok) throw problemIn(answer, response.status)
      return answer
    },
    events: async function* (path, stop) {
      try {
        const answer = fetch(new URL(path, url), { headers, signal: stop })
        const { body } = await reached(dataFolder, answer)
        if (body !== null) yield* eventData(body)
      } catch (error) {
        // Whoever listens has heard enough.
        if (!stop.aborted) throw error
      }
    },
  }
}

/** The login that was shown is over, which is not the same as a wrong password. */
async function isLoginOver(answer: Response): Promise<boolean> {
  const told: unknown = await answer.json().catch(() => null)
  return fieldsOf(fieldsOf(told)['problem'])['code'] === 'login-needed'
}

function addressIn(dataFolder: string): ApiAddress {
  const file = join(dataFolder, 'api.json')
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw away(dataFolder, cause)
  }
}

async function reached<Answer>(dataFolder: string, answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer
  } catch (cause) {
    throw away(dataFolder, cause)
  }
}

function away(dataFolder: string, cause: unknown): AssaydError {
  return new AssaydError('daemon-away', `No daemon answers for the data folder ${dataFolder}.`, {
    hint: 'Start it with `assayd run`, with the same configuration and as the same user.',
    cause,
  })
}

/** The data lines of each event, as JSON. */
async function* eventData(body: ReadableStream<Uint8Array>): AsyncGenerator {
  let text = ''
  for await (const piece of body.pipeThrough(new TextDecoderStream())) {
    text += piece
    const events = text.split('\n\n')
    text = events.pop() ?? ''
    for (const event of events) {
      const data = event.split('\n').flatMap((line) => /^data: ?(.*)$/.exec(line)?.[1] ?? [])
      if (data.length > 0) yield JSON.parse(data.join('\n'))
    }
  }
}

/** Who types commands is not helped by the shapes of requests. */
const HELP = 'The command with --help shows what it takes.'

function problemIn(answer: unknown, status: number): AssaydError {
  const told = fieldsOf(fieldsOf(answer)['problem'])
  const { code, message, hint } = told
  const isKnown = typeof code === 'string' && isErrorCode(code)
  return new AssaydError(
    isKnown ? code : 'daemon-away',
    typeof message === 'string' ? message : `The daemon answered with status ${status}.`,
    { hint: isKnown && code === 'request-invalid' ? HELP : typeof hint === 'string' ? hint : '' },
  )
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_CODES, code)
}
