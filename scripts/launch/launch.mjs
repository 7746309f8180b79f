import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { LaunchFailure } from './failure.mjs'
import { ensureInstalled } from './install.mjs'
import { findRuntime } from './runtime.mjs'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const PARENT_POLL_MS = 500

function say(text) {
  process.stderr.write(`assayd: ${text}\n`)
}

/*
 * A terminal gives SIGINT and SIGHUP to every process in the foreground, so the program has heard
 * them already and a second one would read as an order to stop at once.
 */
function forwardSignals(child) {
  const heardByAll = process.stdin.isTTY === true ? ['SIGINT', 'SIGHUP'] : []
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (!heardByAll.includes(signal)) child.kill(signal)
    })
  }
}

/*
 * npm hands a signal to the shell it started us by, and that shell dies of it without telling us.
 * Outside of npm a parent that ends is no reason to stop: `nohup assayd run &`.
 */
function endWithNpm(child) {
  if (process.env.npm_lifecycle_event === undefined) return
  const shell = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(watch)
    child.kill('SIGTERM')
  }, PARENT_POLL_MS)
  watch.unref()
}

/** Ends as the program ended: with its exit code, or by the signal that ended it. */
function endAs(code, signal) {
  if (signal === null) process.exit(code)
  process.removeAllListeners(signal)
  process.kill(process.pid, signal)
}

/*
 * Node keeps what it made of our files beside the packages, whose owner alone may write there: half
 * the time of a short command is spent on reading sources.
 */
function withCompileCache(env) {
  return { NODE_COMPILE_CACHE: join(ROOT, 'node_modules', '.cache', 'compile'), ...env }
}

/** How a daemon is kept small; other commands are over soon. */
function memoryFor(program, [command]) {
  if (program !== 'src/main.ts' || command !== 'run') return { flags: [], env: {} }
  return JSON.parse(readFileSync(join(ROOT, 'src/service/daemon-memory.json'), 'utf8'))
}

function run(program, args) {
  const { flags, env: own } = memoryFor(program, args)
  const env = withCompileCache({ ...own, ...process.env })
  const words = [...flags, join(ROOT, program), ...args]
  const child = spawn(findRuntime(ROOT), words, { stdio: 'inherit', env })
  forwardSignals(child)
  endWithNpm(child)
  child.on('exit', endAs)
  child.on('error', (error) => {
    say(`'${child.spawnfile}' could not be started (${error.message}).`)
    process.exit(1)
  })
}

/**
 * Runs a TypeScript program of this project, `src/main.ts`, whatever Node started us: installs
 * what is missing, finds the pinned Node, hands over arguments, terminal, signals and exit code.
 */
export async function launch(program, args) {
  try {
    await ensureInstalled(ROOT, say)
    run(program, args)
  } catch (error) {
    if (error instanceof LaunchFailure && error.output) process.stderr.write(error.output)
    say(error.message)
    process.exit(1)
  }
}
