import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { LaunchFailure } from './failure.mjs'

/*
 * Everything is said on the command line, because `npm -s start` and a user's own settings reach
 * this npm through its environment. The retries are short: without a network the answer comes
 * within seconds, and a passing failure still gets its second and third try.
 */
const CI = [
  'ci',
  '--include=dev',
  '--include=optional',
  '--no-audit',
  '--no-fund',
  '--no-progress',
  '--loglevel=error',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=5000',
]

const NO_NETWORK =
  /\bE(NOTFOUND|AI_AGAIN|CONNREFUSED|CONNRESET|NETUNREACH|HOSTUNREACH|TIMEDOUT|RR_SOCKET_TIMEOUT)\b/

/** Where an npm written in JavaScript may lie: the one that started us, else beside this Node. */
function npmScript() {
  const beside = dirname(process.execPath)
  return [
    process.env.npm_execpath ?? '',
    join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ].find((path) => /npm-cli\.c?js$/.test(path) && existsSync(path))
}

/** Runs npm in `root`. On Windows `npm` is `npm.cmd`, which only a shell can start. */
function spawnNpm(root) {
  const options = { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] }
  const script = npmScript()
  if (script !== undefined) return spawn(process.execPath, [script, ...CI], options)
  if (process.platform !== 'win32') return spawn('npm', CI, options)
  return spawn(['npm.cmd', ...CI].join(' '), { ...options, shell: true })
}

function failure(output, code) {
  const network = NO_NETWORK.exec(output)
  if (network === null) return new LaunchFailure(`npm ci failed with exit code ${code}.`, output)
  const what = `The packages could not be fetched (${network[0]}).`
  return new LaunchFailure(`${what} Connect this machine to the network once, then start again.`)
}

/** Installs exactly what package-lock.json names. Quiet; throws LaunchFailure with npm's output. */
export function npmCi(root) {
  return new Promise((resolve, reject) => {
    const npm = spawnNpm(root)
    let output = ''
    for (const stream of [npm.stdout, npm.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (output += text))
    }
    npm.on('error', (error) => {
      const what = `npm could not be started (${error.message}).`
      reject(new LaunchFailure(`${what} Install Node.js with npm, then start again.`))
    })
    npm.on('close', (code) => (code === 0 ? resolve() : reject(failure(output, code))))
  })
}
