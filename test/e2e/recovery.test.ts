import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { runUntil, scene, type Scene } from '../support/daemon-scene.ts'

/** The one capture of the scene, as text. */
function captureOf({ bench }: Scene): { readonly file: string; readonly text: string } {
  const folder = join(bench.folder, 'data', 'captures')
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const file = join(folder, names.find((name) => name.endsWith('.jsonl')) ?? '')
  return { file, text: readFileSync(file, 'utf8') }
}

/** As if the daemon had been killed in that session: its capture is not settled. */
async function unsettled(damage: (text: string) => string): Promise<Scene> {
  const set = scene({ trigger: 'listen' })
  const end = set.bench.run({ once: false, stop: set.stop.signal })
  await set.clock.runUntil(set.bench.heard('found'))
  set.stop.abort()
  await set.clock.runUntil(end)
  const { file, text } = captureOf(set)
  set.bench.look((store) =>
    store.saveCapture(
      { ...JSON.parse(text.split('\n')[0] ?? ''), id: 'killed' },
      file.slice(join(set.bench.folder, 'data', 'captures').length + 1),
    ),
  )
  writeFileSync(file, damage(text))
  return set
}

describe('A capture that a killed daemon left', () => {
  it('without an end makes a fault of what was half heard', async () => {
    // Nothing but the start of an answer to S: acknowledged, and then the process was gone.
    const half = '{"ms":9000,"sent":"53","text":"S"}\n{"ms":9001,"received":"06 30 30","text":""}\n'
    const set = await unsettled((text) => `${text.split('{"ms"')[0] ?? ''}${half}`)
    const again = { ...set, stop: new AbortController() }
    await runUntil(again, 'recovered')
    const [fault] = set.bench.look((store) => store.faults())
    expect(fault?.code).toMatch(/^(reader|port)-/)
    expect(Buffer.from(fault?.bytes ?? []).toString('hex')).toBe('063030')
  })

  it('and that is empty is told as a fault, and the daemon goes on', async () => {
    const set = await unsettled(() => '')
    const again = { ...set, stop: new AbortController() }
    await runUntil(again, 'found', 2)
    expect(set.bench.look((store) => store.faults())[0]?.code).toBe('capture-empty')
    expect(set.bench.look((store) => store.unfinished().captures)).toEqual([])
  })
})
