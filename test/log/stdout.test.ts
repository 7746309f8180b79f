import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { stdoutFor } from '../../src/core/log-settings.ts'

/** What a program that speaks to the log leaves on its standard error and output. */
function spoken(options: string, program: string) {
  const path = (file: string) => JSON.stringify(join(import.meta.dirname, '../../src', file))
  const script = `import { winstonLog } from ${path('log/winston-log.ts')}
    import { USUAL_LOG } from ${path('core/log-settings.ts')}
    const log = winstonLog({ ...USUAL_LOG, folder: null, ${options} })
    ${program}
    await log.close()`
  const args = ['--input-type=module-typescript', '-e', script]
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  return { stdout, stderr, status }
}

describe('Standard output', () => {
  it('has one line each with its priority for the journal, causes included, no stacks', () => {
    const { stdout, stderr } = spoken(
      "stdout: 'journal'",
      `const err = new Error('a', { cause: new Error('b') })
      log.child({ reader: 'b-1' }).warn('no answer', { err })
      log.error('two\\n  lines')
      log.info('two words', { text: 'x y', n: 3 })`,
    )
    expect(stderr).toBe('')
    expect(stdout.trimEnd().split('\n')).toStrictEqual([
      '<4>no answer reader=b-1 err="a, because b"',
      '<3>two / lines',
      '<6>two words text="x y" n=3',
    ])
  })

  it('has one object a line for programs', () => {
    const { stdout } = spoken("stdout: 'json'", "log.info('read', { plate: 'P7' })")
    expect(JSON.parse(stdout)).toMatchObject({ level: 'info', message: 'read', plate: 'P7' })
  })

  it('stays silent when nothing is asked for', () => {
    const end = spoken("stdout: 'none'", "log.error('nobody hears this')")
    expect(end).toStrictEqual({ stdout: '', stderr: '', status: 0 })
  })

  it('is for the journal under systemd alone, unless the configuration says otherwise', () => {
    const journalStream = '9:12345'
    expect(stdoutFor('auto', { isTerminal: false, journalStream })).toBe('journal')
    expect(stdoutFor('auto', { isTerminal: true, journalStream })).toBe('people')
    expect(stdoutFor('auto', { isTerminal: false, journalStream: undefined })).toBe('people')
    expect(stdoutFor('json', { isTerminal: true, journalStream })).toBe('json')
  })
})
