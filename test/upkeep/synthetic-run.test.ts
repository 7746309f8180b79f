import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import type { Log } from '../../src/ports/log.ts'
import type { RunProgram } from '../../src/ports/program.ts'
import { ownProgram } from '../../src/upkeep/own-program.ts'
import { quarantine } from '../../src/settings/quarantine.ts'
import { settingsFrom } from '../../src/settings/settings-source.ts'
import { syntheticRun, type RunParts } from '../../src/upkeep/synthetic-run.ts'
import { systemClock } from '../../src/system-clock.ts'
import { simulatedClock } from '../support/simulated-clock.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ROOT = join(import.meta.dirname, '../..')
const own = ownProgram(join(ROOT, 'src/main.ts'))

/** Keeps what is said. */
function keptLog(): { readonly log: Log; readonly said: string[] } {
  const said: string[] = []
  const say = (message: string): void => void said.push(message)
  const log: Log = {
    error: say,
    warn: say,
    info: say,
    debug: say,
    child: () => log,
    close: async () => undefined,
  }
  return { log, said }
}

/** A lab without readers, and a synthetic plate that is about to be run. */
function about(runProgram: RunProgram, clock: RunParts['bench']['clock'] = systemClock) {
  const folder = temporaryFolder()
  cpSync(join(ROOT, 'config'), join(folder, 'config'), { recursive: true })
  const file = join(folder, 'config/assayd.yaml')
  const plan = '{ layout: milk-8x3-two-dilutions, driver: biotek-elx, within_min: 5 }'
  const text = readFileSync(file, 'utf8').replace(/^readers:[\s\S]*$/m, 'readers: []\n')
  writeFileSync(file, `${text}synthetic: ${plan}\n`)
  const settings = settingsFrom(file, ['biotek-elx']).load()
  const { log, said } = keptLog()
  const bench = { clock, codeVersion: '1.0.0', settings }
  const parts: RunParts = { bench, quarantine, runProgram, log }
  return { parts, said, own: join(folder, 'data/synthetic') }
}

describe('A synthetic plate', { timeout: 120_000 }, () => {
  it('passes where the way is right', async () => {
    const { parts, said } = about(own)
    const end = await syntheticRun(parts, new AbortController().signal)
    expect(end, said.join('\n')).toMatchObject({ passed: true, message: '', codeVersion: '1.0.0' })
    expect(said).toEqual(['synthetic plate is right'])
  })

  it('fails where another OD arrives than was made', async () => {
    const altered: RunProgram = (args, options) => {
      const plate = join(String(args.at(-1)), '../plate.csv')
      const text = readFileSync(plate, 'utf8')
      expect(text).toMatch(/^A3,\d\.\d{3},0\.040$/m)
      writeFileSync(plate, text.replace(/^A3,.*$/m, 'A3,0.300,0.040'))
      return own(args, options)
    }
    const { parts } = about(altered)
    const end = await syntheticRun(parts, new AbortController().signal)
    expect(end?.passed).toBe(false)
    expect(end?.message).toMatch(
      /^\d of 40 numbers are wrong: SYNTHETIC-S01 unstimulated has [\d.]+, found [\d.]+ \(/,
    )
  })

  it('fails with the words of the program where that fails', async () => {
    const broken: RunProgram = (args, options) => {
      writeFileSync(join(String(args.at(-1)), '../layouts/milk-8x3-two-dilutions.yaml'), 'id: [')
      return own(args, options)
    }
    const { parts } = about(broken)
    const end = await syntheticRun(parts, new AbortController().signal)
    expect(end?.message).toMatch(/milk-8x3-two-dilutions\.yaml:1.+not well-formed YAML/)
  })

  it('that hangs is killed after its time, and told', async () => {
    const clock = simulatedClock()
    const folder = temporaryFolder()
    const script = join(folder, 'hangs.mjs')
    writeFileSync(script, "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)\n")
    const { parts } = about(ownProgram(script), clock)
    const run = syntheticRun(parts, new AbortController().signal)
    await expect.poll(() => clock.waiting()).toBe(1)
    await clock.pass(4 * 60_000)
    expect(clock.waiting()).toBe(1)
    await clock.pass(60_000)
    expect(await run).toMatchObject({
      passed: false,
      message: 'It hung, and was killed after 5 minutes.',
    })
    expect(clock.waiting()).toBe(0)
  })

  it('is forgotten when the daemon ends meanwhile', async () => {
    const over = new AbortController()
    const { parts, said } = about((args, options) => {
      queueMicrotask(() => over.abort())
      return own(args, options)
    })
    expect(await syntheticRun(parts, over.signal)).toBeNull()
    expect(said).toEqual([])
  })
})
