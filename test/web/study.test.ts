import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { apiAtDesk } from '../support/api-scene.ts'
import { startProgram } from '../support/program.ts'
import { runningDaemon } from '../support/running-daemon.ts'
import { storedBench } from '../support/stored-bench.ts'
import { until } from '../support/until.ts'

const PATH = '/api/v1/study'

/** The texts of an answer, by the names of their files. */
function textsIn(answer: unknown): Readonly<Record<string, string>> {
  const { files = [] } = Object(answer)
  if (!Array.isArray(files)) throw new TypeError(`Expected files, got ${JSON.stringify(answer)}`)
  return Object.fromEntries(files.map(({ name, text }) => [String(name), String(text)]))
}

/** The same of what was written into a folder, if it is there. */
function textsAt(folder: string): Readonly<Record<string, string>> {
  const names = existsSync(folder) ? readdirSync(folder) : []
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

/** Options of the command and the same of the API. */
const WAYS = [
  [[], ''],
  [['--separator', ';', '--decimal', ','], '?separator=%3B&decimal=%2C'],
  [['--substitute', 'lod/2', '--without-blocked'], '?substitute=lod/2&without_blocked=true'],
  [['--adjust', 'curve-shift'], '?adjust=curve-shift'],
  [['--organism', 'escherichia-coli'], '?organism=escherichia-coli'],
  [['--accepted-only'], '?accepted_only=true'],
  [['--adjust', 'bridging-control=QC1'], '?adjust=bridging-control%3DQC1'],
] as const

describe('A study in the API', { timeout: 120_000 }, () => {
  it('is to the byte what the command writes, whatever is asked for', async () => {
    const bench = await storedBench()
    const daemon = await runningDaemon(bench.config, bench.dataFolder)
    const outcomes: unknown[] = []
    for (const [at, [options, query]] of WAYS.entries()) {
      const out = join(bench.folder, `study-${at}`)
      const config = ['--config', bench.config, '--out', out]
      const command = startProgram('study', 'export', ...options, ...config)
      const { status, answer } = await daemon.ask('GET', `${PATH}${query}`)
      outcomes.push([status, await command.ended])
      expect(textsIn(answer)).toEqual(textsAt(out))
      const { problem } = Object(answer)
      expect(command.said()).toContain(problem === undefined ? 'rows' : problem.message)
    }
    expect(outcomes).toEqual([
      ...Array.from({ length: WAYS.length - 1 }, () => [200, 0]),
      // No plate has that control.
      [409, 1],
    ])
    daemon.program.interrupt()
    expect(await daemon.program.ended, daemon.program.said()).toBe(0)
  })

  it('is given up when nobody waits for it any more', async () => {
    const bench = await storedBench()
    const daemon = await runningDaemon(bench.config, bench.dataFolder)
    const leaving = new AbortController()
    const asked = daemon.ask('GET', PATH, { signal: leaving.signal })
    const left = asked.catch((error: unknown) => error)
    const child = await daemon.errand()
    // By itself it does not end now.
    process.kill(child, 'SIGSTOP')
    leaving.abort()
    expect(String(await left)).toContain('aborted')
    await until(() => !existsSync(`/proc/${child}`), 'its process is gone')
    daemon.program.interrupt()
    expect(await daemon.program.ended, daemon.program.said()).toBe(0)
  })
})

describe('A study', () => {
  it('is refused with the reason', async () => {
    const { ask, end } = await apiAtDesk()
    const asked = async (query: string) => {
      const { status, answer } = await ask('GET', `${PATH}?${query}`)
      return [status, Object(answer).problem.code]
    }
    expect(await asked('substitute=zero&without_blocked=1')).toEqual([400, 'request-invalid'])
    expect(await asked('decimal=%2C')).toEqual([400, 'option-unsuited'])
    expect(await asked('adjust=by-eye')).toEqual([400, 'option-unsuited'])
    expect(await asked('adjust_reference=P1')).toEqual([400, 'option-unsuited'])
    expect(await asked('organism=nobody')).toEqual([404, 'organism-unknown'])
    await end()
  })

  it('is made for so many at a time', async () => {
    const { ask, end } = await apiAtDesk()
    const answers = await Promise.all(Array.from({ length: 6 }, () => ask('GET', PATH)))
    const count = (wanted: number) => answers.filter(({ status }) => status === wanted).length
    expect([count(200), count(429)]).toEqual([4, 2])
    await end()
  })
})
