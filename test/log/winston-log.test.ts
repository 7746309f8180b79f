import { execFileSync } from 'node:child_process'
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { AssaydError, ReaderError } from '../../src/core/errors.ts'
import { USUAL_LOG } from '../../src/core/log-settings.ts'
import { winstonLog, type LogOptions } from '../../src/log/winston-log.ts'
import type { Log } from '../../src/ports/log.ts'
import { logLinesIn } from '../support/log-lines.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const QUIET: LogOptions = { ...USUAL_LOG, folder: null, stdout: 'none' }
const CHATTERBOX = join(import.meta.dirname, 'chatterbox.ts')

/** The lines that a fresh log holds after something was said and the log was closed. */
async function said(speak: (log: Log) => void, more: Partial<LogOptions> = {}) {
  const folder = temporaryFolder()
  const log = winstonLog({ ...QUIET, folder, ...more })
  speak(log)
  await log.close()
  return logLinesIn(folder)
}

describe('a log file', () => {
  it('holds every line of 20 000 said in bursts by a process that then ends', () => {
    const folder = temporaryFolder()
    execFileSync(process.execPath, [CHATTERBOX, folder, '20000', '40'], { stdio: 'inherit' })
    const numbers = logLinesIn(folder).map((line) => line['number'])
    expect(numbers).toStrictEqual(Array.from({ length: 20_000 }, (_, index) => index))
  })

  it('holds every line also when it grows into the next file in the middle of a burst', () => {
    const folder = temporaryFolder()
    execFileSync(process.execPath, [CHATTERBOX, folder, '3000', '16000'], { stdio: 'inherit' })
    const files = readdirSync(folder).filter((name) => name.endsWith('.log'))
    expect(files.length).toBeGreaterThan(2)
    for (const name of files) expect(statSync(join(folder, name)).size).toBeLessThan(21 * 2 ** 20)
    const numbers = logLinesIn(folder).map((line) => line['number'])
    expect(numbers).toStrictEqual(Array.from({ length: 3000 }, (_, index) => index))
  })

  it('is continued by the next run', async () => {
    const folder = temporaryFolder()
    for (const run of [1, 2]) {
      const log = winstonLog({ ...QUIET, folder })
      log.info('started', { run })
      await log.close()
    }
    expect(logLinesIn(folder).map((line) => line['run'])).toStrictEqual([1, 2])
  })

  it('has the time with offset, the level, the message and the fields of every child', async () => {
    const [line] = await said((log) => {
      log.child({ reader: 'bench-1' }).child({ plate: 'IL6-07' }).warn('read', { wells: 96 })
    })
    expect(line).toMatchObject({
      level: 'warn',
      message: 'read',
      reader: 'bench-1',
      plate: 'IL6-07',
      wells: 96,
    })
    expect(line?.['at']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$/u)
  })

  it('leaves out what is less serious than asked for', async () => {
    const lines = await said(
      (log) => {
        log.debug('a')
        log.info('b')
        log.warn('c')
        log.error('d')
      },
      { level: 'warn' },
    )
    expect(lines.map(({ message }) => message)).toStrictEqual(['c', 'd'])
  })

  it('tells an error with its code, hint, bytes and everything beneath it', async () => {
    const [line] = await said((log) => {
      const cause = Object.assign(new Error('EIO: i/o error', { cause: 'unplugged' }), {
        code: 'EIO',
      })
      const bytes = Uint8Array.from([0x06, 0xff])
      const err = new ReaderError('port-lost', 'The port is gone.', {
        hint: 'Plug it in.',
        cause,
        bytes,
      })
      log.error('reading failed', { err })
    })
    expect(line?.['err']).toMatchObject({
      name: 'ReaderError',
      code: 'port-lost',
      message: 'The port is gone.',
      hint: 'Plug it in.',
      bytes: '06ff',
      cause: { message: 'EIO: i/o error', code: 'EIO', cause: 'unplugged' },
    })
    expect(JSON.stringify(line)).toContain('winston-log.test.ts')
  })

  it('takes any field: circles, bytes, numbers that are none, names of its own', async () => {
    const circle: Record<string, unknown> = {}
    circle['self'] = circle
    const [line] = await said((log) => {
      log.info('odd', {
        circle,
        level: 3,
        message: 'mine',
        nothing: Number.NaN,
        big: 2n ** 64n,
        bytes: new Uint8Array(1000),
        map: new Map([['a', new Set([1])]]),
        missing: undefined,
        error: new AggregateError([new Error('x')], 'several'),
      })
    })
    expect(line).toMatchObject({
      level: 'info',
      message: 'odd',
      level_: 3,
      message_: 'mine',
      nothing: 'NaN',
      big: '18446744073709551616',
      map: { a: [1] },
      missing: null,
      error: { message: 'several', errors: [{ message: 'x' }] },
    })
    expect(line?.['bytes']).toMatch(/^0+… \(1000 bytes\)$/u)
  })

  it('has a level for each area, and one for the rest', async () => {
    const lines = await said(
      (log) => {
        for (const area of ['readers', 'plates', 'health', 'nobody']) {
          log.child({ area }).debug('d')
          log.info('i', { area })
          log.child({ area }).error('e')
        }
      },
      { level: 'info', levels: { readers: 'debug', plates: 'error' } },
    )
    expect(lines.map(({ area, message }) => `${String(area)} ${String(message)}`)).toStrictEqual([
      'readers d',
      'readers i',
      'readers e',
      'plates e',
      'health i',
      'health e',
      'nobody i',
      'nobody e',
    ])
  })

  it('that cannot be made is refused with a hint', () => {
    const folder = join(temporaryFolder(), 'file')
    writeFileSync(folder, '')
    const open = () => winstonLog({ ...QUIET, folder: join(folder, 'logs') })
    expect(open).toThrow(AssaydError)
    expect(open).toThrow(folder)
  })
})
