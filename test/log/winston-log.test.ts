import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { AssaydError, ReaderError } from '../../src/core/errors.ts'
import { winstonLog } from '../../src/log/winston-log.ts'
import type { Log } from '../../src/ports/log.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const CHATTERBOX = join(import.meta.dirname, 'chatterbox.ts')

/** Every line of every file of the log, oldest file first. */
function linesIn(folder: string): readonly Record<string, unknown>[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.log'))
  const inOrder = files.toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1))
  return inOrder.flatMap((name) => {
    const text = readFileSync(join(folder, name), 'utf8')
    const lines: Record<string, unknown>[] = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    return lines
  })
}

/** The lines that a fresh log holds after something was said and the log was closed. */
async function said(speak: (log: Log) => void, level = 'info') {
  const folder = temporaryFolder()
  const log = winstonLog({ folder, level, console: false })
  speak(log)
  await log.close()
  return linesIn(folder)
}

describe('a log file', () => {
  it('holds every line of 20 000 said in bursts by a process that then ends', () => {
    const folder = temporaryFolder()
    execFileSync(process.execPath, [CHATTERBOX, folder, '20000', '40'], { stdio: 'inherit' })
    const numbers = linesIn(folder).map((line) => line['number'])
    expect(numbers).toStrictEqual(Array.from({ length: 20_000 }, (_, index) => index))
  })

  it('holds every line also when it grows into the next file in the middle of a burst', () => {
    const folder = temporaryFolder()
    execFileSync(process.execPath, [CHATTERBOX, folder, '3000', '16000'], { stdio: 'inherit' })
    const files = readdirSync(folder).filter((name) => name.endsWith('.log'))
    expect(files.length).toBeGreaterThan(2)
    for (const name of files) expect(statSync(join(folder, name)).size).toBeLessThan(21 * 2 ** 20)
    const numbers = linesIn(folder).map((line) => line['number'])
    expect(numbers).toStrictEqual(Array.from({ length: 3000 }, (_, index) => index))
  })

  it('is continued by the next run', async () => {
    const folder = temporaryFolder()
    for (const run of [1, 2]) {
      const log = winstonLog({ folder, level: 'info', console: false })
      log.info('started', { run })
      await log.close()
    }
    expect(linesIn(folder).map((line) => line['run'])).toStrictEqual([1, 2])
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
    const lines = await said((log) => {
      log.debug('a')
      log.info('b')
      log.warn('c')
      log.error('d')
    }, 'warn')
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

  it('that cannot be made is refused with a hint', () => {
    const folder = join(temporaryFolder(), 'file')
    writeFileSync(folder, '')
    const open = () => winstonLog({ folder: join(folder, 'logs'), level: 'info', console: false })
    expect(open).toThrow(AssaydError)
    expect(open).toThrow(folder)
  })
})

describe('the console', () => {
  /** What a program that speaks to the log leaves on its standard error and output. */
  function spoken(program: string) {
    const log = JSON.stringify(join(import.meta.dirname, '../../src/log/winston-log.ts'))
    const script = `import { winstonLog } from ${log}; ${program}`
    const args = ['--input-type=module-typescript', '-e', script]
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    return { stdout, stderr, status }
  }

  it('gets one short line each on standard error, causes included', () => {
    const { stdout, stderr } = spoken(`
      const log = winstonLog({ folder: null, level: 'info', console: true })
      const err = new Error('a', { cause: new Error('b') })
      log.child({ reader: 'b-1' }).warn('no answer', { err })
      log.info('two words', { text: 'x y', n: 3 })
      await log.close()`)
    expect(stdout).toBe('')
    const [first, second, ...rest] = stderr.trimEnd().split('\n')
    expect(first).toMatch(/^\d\d:\d\d:\d\d warn {2}no answer reader=b-1 err="a, because b"$/u)
    expect(second).toMatch(/^\d\d:\d\d:\d\d info {2}two words text="x y" n=3$/u)
    expect(rest).toStrictEqual([])
  })

  it('stays silent when nothing is asked for', () => {
    const { stdout, stderr, status } = spoken(`
      const log = winstonLog({ folder: null, level: 'info', console: false })
      log.error('nobody hears this')
      await log.close()`)
    expect({ stdout, stderr, status }).toStrictEqual({ stdout: '', stderr: '', status: 0 })
  })

  it.skipIf(process.platform !== 'linux')(
    'hears once that the file cannot be written, and the work goes on (needs /dev/full)',
    () => {
      const folder = JSON.stringify(temporaryFolder())
      const { stdout, stderr, status } = spoken(`
        import { symlinkSync } from 'node:fs'
        import { join } from 'node:path'
        const now = new Date()
        const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()]
          .map((part) => String(part).padStart(2, '0')).join('-')
        symlinkSync('/dev/full', join(${folder}, 'assayd-' + day + '.log'))
        const log = winstonLog({ folder: ${folder}, level: 'info', console: false })
        for (let number = 0; number < 100; number += 1) log.info('lost', { number })
        await log.close()
        console.log('the work went on')`)
      expect(stdout).toBe('the work went on\n')
      expect(stderr.match(/the log cannot be written: .*ENOSPC/gu)).toHaveLength(1)
      expect(status).toBe(0)
    },
  )
})
