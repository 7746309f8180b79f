import { describe, expect, it } from 'vitest'

import { assayd } from '../support/assayd.ts'
import { lab } from '../support/lab.ts'

const DAEMONS_MAY_TAKE_MS = 60_000

describe('assayd run', { timeout: DAEMONS_MAY_TAKE_MS }, () => {
  it('says nothing but why where another daemon runs already', async () => {
    const { start, config } = lab({ trigger: 'listen' })
    const first = start('run')
    await first.until(/CSV files go to/)
    const { status, stdout, stderr } = assayd('run', '--config', config)
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toMatch(/^assayd: Another daemon, process \d+, uses /)
    first.child.kill('SIGTERM')
    expect(await first.ended).toBe(0)
  })

  it('tells programs what happens as JSON lines, and nothing else', () => {
    const { config } = lab()
    const { status, stdout, stderr } = assayd('run', '--once', '--json', '--config', config)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const lines = stdout.trimEnd().split('\n')
    const told = lines.map((line): unknown => JSON.parse(line))
    for (const news of ['found', 'plate', 'analysed', 'exported']) {
      expect(told).toContainEqual(expect.objectContaining({ news, reader: 'left' }))
    }
  })
})
