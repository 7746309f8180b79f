import { existsSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { openStore } from '../../src/store/open-store.ts'
import { lab } from '../support/lab.ts'

const PROGRAMS_MAY_TAKE_MS = 180_000

/** A daemon with a reader that takes as long for a plate as the real wire does. */
async function reading() {
  const place = lab({ pace: 'real', trigger: 'repeatedly' })
  const daemon = place.start('run')
  await daemon.until(/reading a plate/)
  return { ...place, daemon }
}

function look(data: string) {
  const store = openStore(data)
  try {
    const { captures, exports: waiting } = store.unfinished()
    return { ...store.counts(), captures: captures.length, waiting: waiting.length }
  } finally {
    store.close()
  }
}

describe('A daemon that is asked to stop', { timeout: PROGRAMS_MAY_TAKE_MS }, () => {
  it('finishes the plate under way with its files and begins no other', async () => {
    const { data, daemon } = await reading()
    daemon.child.kill('SIGTERM')
    expect(await daemon.ended, daemon.said()).toBe(0)
    const done = { reads: 1, analyses: 1, faults: 0, captures: 0, waiting: 0 }
    expect(look(data)).toMatchObject(done)
    for (const file of ['daemon.lock', 'api.json']) expect(existsSync(join(data, file))).toBe(false)
    const said = daemon.said()
    expect(said.indexOf('Stopping')).toBeLessThan(said.indexOf('is stored'))
  })

  it('ends at once at the second signal, and the next start does the rest', async () => {
    const { data, daemon, start } = await reading()
    daemon.child.kill('SIGINT')
    await daemon.until(/Stopping/)
    daemon.child.kill('SIGINT')
    expect(await daemon.ended).toBe(130)
    expect(daemon.said()).toContain('stopped at once')
    expect(look(data)).toMatchObject({ reads: 0, captures: 1 })
    const next = start('run', '--once')
    expect(await next.ended, next.said()).toBe(0)
    expect(look(data)).toMatchObject({ reads: 1, captures: 0 })
  })
})
