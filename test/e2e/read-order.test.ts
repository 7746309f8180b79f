import { describe, expect, it } from 'vitest'

import { lab } from '../support/lab.ts'

/** Up to seven programs are started one after the other. */
const PROGRAMS_MAY_TAKE_MS = 120_000

describe('assayd read', { timeout: PROGRAMS_MAY_TAKE_MS }, () => {
  it('has the running daemon read a plate and follows it to its results', async () => {
    const { start } = lab({ trigger: 'listen' })
    const daemon = start('run')
    await daemon.until(/answered/)
    const read = start('read', 'left', '--assay', 'il6-duoset-dy206')
    expect(await read.ended, read.said()).toBe(0)
    expect(read.said().trim().split('\n')).toEqual([
      'order 1 for reader left is accepted',
      'the reader is measuring',
      expect.stringMatching(/^block 2 of 2, 100 %, after \d+ s$/),
      expect.stringMatching(/^plate left-\S+ is stored as read 1$/),
      expect.stringMatching(/^its results are stored as left-\S+\/1$/),
    ])
    const status = start('status')
    expect(await status.ended, status.said()).toBe(0)
    expect(status.said()).toMatch(/left +idle .* left-\d+/)
    expect(status.said()).toMatch(/left +ELx808 with incubator .* tcp:/)
    const wrong = start('read', 'right')
    expect(await wrong.ended).toBe(1)
    expect(wrong.said()).toContain("No reader is called 'right'.")
    daemon.child.kill('SIGTERM')
    expect(await daemon.ended).toBe(0)
    const late = start('read', 'left')
    expect(await late.ended).toBe(1)
    expect(late.said()).toContain('No daemon answers')
  })

  it('is stopped by Ctrl-C or from another terminal, and the next plate is read', async () => {
    const { start } = lab({ pace: 'real', trigger: 'listen' })
    const daemon = start('run')
    await daemon.until(/answered/)
    for (const how of ['signal', 'command'] as const) {
      const read = start('read', 'left', '--wavelengths', '450', '--kinetic', '9x600')
      await read.until(/measuring/)
      if (how === 'signal') read.child.kill('SIGINT')
      else await start('read', 'left', '--cancel').ended
      expect(await read.ended, read.said()).toBe(1)
      expect(read.said()).toContain('The read was stopped by command')
      await daemon.until(/answered[\s\S]*answered/)
    }
    const next = start('read', 'left')
    expect(await next.ended, next.said()).toBe(0)
    daemon.child.kill('SIGTERM')
    await daemon.ended
  })
})
