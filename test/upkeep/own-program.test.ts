import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it, onTestFinished, vi } from 'vitest'

import { ownProgram } from '../../src/upkeep/own-program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** A program of these words. */
function programOf(script: string): string {
  const file = join(temporaryFolder(), 'program.mjs')
  writeFileSync(file, script)
  return file
}

const never = new AbortController().signal

describe('A command of assayd in a process of its own', () => {
  it('cannot speak to the supervisor in the place of the daemon', async () => {
    vi.stubEnv('NOTIFY_SOCKET', '/run/nobody')
    vi.stubEnv('JOURNAL_STREAM', '1:1')
    vi.stubEnv('ASSAYD_TEST', 'kept')
    onTestFinished(() => void vi.unstubAllEnvs())
    const script = `const { NOTIFY_SOCKET, JOURNAL_STREAM, ASSAYD_TEST } = process.env
      console.log(NOTIFY_SOCKET, JOURNAL_STREAM, ASSAYD_TEST)`
    const run = ownProgram(programOf(script))
    expect(await run([], { over: never })).toEqual({
      error: null,
      stdout: 'undefined undefined kept\n',
      stderr: '',
    })
  })

  it('gives both outputs and the error of one that fails', async () => {
    const run = ownProgram(programOf("console.log('a'); console.error('b'); process.exit(3)"))
    const { error, stdout, stderr } = await run(['x'], { over: never })
    expect([stdout, stderr]).toEqual(['a\n', 'b\n'])
    expect(error).toMatchObject({ code: 3 })
  })

  it('lets others go first when it is patient', async () => {
    // The process asks again until it was lowered: it may be faster than who started it.
    const script = `import { getPriority } from 'node:os'
      const look = () => (getPriority() >= 10 ? console.log('low') : setTimeout(look, 5))
      look()`
    const run = ownProgram(programOf(script))
    expect((await run([], { over: never, isPatient: true })).stdout).toBe('low\n')
  })

  it('is killed though it hears no signal', async () => {
    const script = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"
    const over = new AbortController()
    const end = ownProgram(programOf(script))([], { over: over.signal })
    over.abort()
    expect((await end).error).toBeInstanceOf(Error)
  })
})
