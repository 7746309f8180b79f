import memory from '../../src/service/daemon-memory.json' with { type: 'json' }
import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
/** As the launcher has it: a process is up in half the time. */
const compiled = fileURLToPath(new URL('../../node_modules/.cache/compile', import.meta.url))

/** How an `assayd` process ended, and what it said. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** The last ones of its output. */
  readonly lines: readonly string[]
  readonly errors: string
}

/** A running `assayd` command. */
export interface Running {
  readonly process: ChildProcess
  readonly ended: Promise<Ended>
  /** Resolves at the next line with these words; also when the process ends without it. */
  saw(words: string): Promise<void>
  /** Tells every line from now on. */
  hear(tell: (line: string) => void): void
}

/** A daemon says a lot in an hour. */
const LINES_KEPT_MAX = 1000

/** `assayd …` as a process of its own. */
export function assayd(...args: readonly string[]): Running {
  const { flags, env: own } = args[0] === 'run' ? memory : { flags: [], env: {} }
  const env = { NODE_COMPILE_CACHE: compiled, ...own, ...process.env }
  const argv = [...flags, main, ...args]
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'pipe'], env })
  const lines: string[] = []
  let errors = ''
  const hearing = new Set<(line: string) => void>()
  const waiting = new Set<{ readonly words: string; readonly done: () => void }>()
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line)
    if (lines.length > LINES_KEPT_MAX) lines.shift()
    for (const hear of hearing) hear(line)
    for (const one of waiting) {
      if (!line.includes(one.words)) continue
      waiting.delete(one)
      one.done()
    }
  })
  child.stderr.on('data', (part: Buffer) => (errors += part.toString()))
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => {
      resolve({ code, signal, lines, errors })
      for (const { done } of waiting) done()
    })
  })
  return {
    process: child,
    ended,
    hear: (tell) => void hearing.add(tell),
    saw: (words) => {
      const seen = new Promise<void>((done) => void waiting.add({ words, done }))
      return Promise.race([seen, ended.then(() => undefined)])
    },
  }
}
