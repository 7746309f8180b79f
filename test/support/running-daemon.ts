import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { startProgram, type RunningProgram } from './program.ts'
import { until } from './until.ts'

/** A daemon in a process of its own, asked as programs of this machine ask it. */
export interface RunningDaemon {
  readonly program: RunningProgram
  /** The process of an errand, once there is one. */
  readonly errand: () => Promise<number>
  readonly ask: (method: string, path: string, sent?: Sent) => Promise<Answer>
  /** Begins to listen to its events, until it ends. */
  readonly listen: () => Promise<Listening>
}

export interface Sent {
  readonly body?: unknown
  readonly signal?: AbortSignal
}

export interface Answer {
  readonly status: number
  readonly answer: unknown
}

export interface Listening {
  /** Everything so far. */
  readonly said: () => string
  /** Resolves when the pattern is in what was said. */
  readonly heard: (pattern: RegExp) => Promise<void>
}

/** Starts it and waits until it can be asked. */
export async function runningDaemon(config: string, dataFolder: string): Promise<RunningDaemon> {
  const program = startProgram('run', '--config', config)
  const file = join(dataFolder, 'api.json')
  await until(() => addressFrom(file) !== undefined, 'the daemon can be asked')
  const { url = '', token = '', pid = '' } = addressFrom(file) ?? {}
  const authorization = `Bearer ${token}`
  return {
    program,
    errand: async () => {
      await until(() => errandsOf(pid).length > 0, 'the process of an errand has begun')
      return errandsOf(pid)[0] ?? 0
    },
    ask: async (method, path, { body, ...more } = {}) => {
      const headers = { authorization, 'content-type': 'application/json' }
      const sent = body === undefined ? more : { ...more, body: JSON.stringify(body) }
      const response = await fetch(`${url}${path}`, { method, headers, ...sent })
      const answer: unknown = await response.json()
      return { status: response.status, answer }
    },
    listen: async () => {
      const { body } = await fetch(`${url}/api/v1/events`, { headers: { authorization } })
      return listeningTo(body ?? new ReadableStream())
    },
  }
}

function listeningTo(body: ReadableStream<Uint8Array<ArrayBuffer>>): Listening {
  let said = ''
  const looks = new Set<() => void>()
  const hear = async (): Promise<void> => {
    for await (const piece of body.pipeThrough(new TextDecoderStream())) {
      said += piece
      for (const look of looks) look()
    }
  }
  // The daemon ends while it is listened to.
  hear().catch(() => undefined)
  return {
    said: () => said,
    heard: (pattern) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!pattern.test(said)) return
          looks.delete(look)
          resolve()
        }
        looks.add(look)
        look()
      }),
  }
}

/** A process that is not yet what it becomes still has the name of its parent. */
function errandsOf(pid: string): readonly number[] {
  return childrenOf(pid).filter((child) => {
    return textAt(`/proc/${child}/cmdline`).includes('errand-process')
  })
}

function childrenOf(pid: string): readonly number[] {
  return (textAt(`/proc/${pid}/task/${pid}/children`).match(/\d+/g) ?? []).map(Number)
}

/** Empty when it is not there, or not any more. */
function textAt(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function addressFrom(file: string): Record<'url' | 'token' | 'pid', string> | undefined {
  try {
    const { url, token, pid } = Object(JSON.parse(readFileSync(file, 'utf8')))
    return { url: String(url), token: String(token), pid: String(pid) }
  } catch {
    // It is not there yet, or not to its end.
    return undefined
  }
}
