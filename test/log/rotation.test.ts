import { statSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { USUAL_LOG } from '../../src/core/log-settings.ts'
import { winstonLog, type LogOptions } from '../../src/log/winston-log.ts'
import { logFilesIn, logLinesIn } from '../support/log-lines.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** A log on a day that the test turns over, in files of two kibibytes. */
function diary(options: Partial<LogOptions> = {}) {
  const folder = temporaryFolder()
  const time = { day: '2026-11-23' }
  const log = winstonLog({
    ...USUAL_LOG,
    stdout: 'none',
    fileBytesMax: 2048,
    ...options,
    folder,
    now: () => `${time.day}T09:15:00.000+03:00`,
  })
  const names = () => logFilesIn(folder)
  const numbers = () => logLinesIn(folder).map((line) => line['number'])
  return { folder, log, time, names, numbers }
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index)

describe('A log that goes on in a next file', () => {
  it('has every line in order, whether the day or the size turned it, in bursts', async () => {
    const { log, time, numbers, names, folder } = diary()
    let number = 0
    for (const day of ['2026-11-23', '2026-11-24', '2026-11-25']) {
      time.day = day
      for (let line = 0; line < 400; line += 1) log.info('said', { number: number++ })
      await new Promise((resolve) => void setImmediate(resolve))
    }
    await log.close()
    expect(numbers()).toStrictEqual(upTo(1200))
    expect(names().length).toBeGreaterThan(30)
    for (const name of names()) {
      expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(2048)
    }
  })

  it('has a line that is longer than a file in a file of its own', async () => {
    const { log, names, numbers } = diary()
    for (const [number, length] of [10, 5000, 10].entries()) {
      log.info('x'.repeat(length), { number })
    }
    await log.close()
    expect(names()).toHaveLength(3)
    expect(numbers()).toStrictEqual([0, 1, 2])
  })

  it('goes on behind what an earlier run wrote that day', async () => {
    const first = diary()
    for (const number of upTo(60)) first.log.info('said', { number })
    await first.log.close()
    const { folder } = first
    const now = () => '2026-11-23T10:00:00.000+03:00'
    const log = winstonLog({ ...USUAL_LOG, stdout: 'none', fileBytesMax: 2048, folder, now })
    for (const number of upTo(120).slice(60)) log.info('said', { number })
    await log.close()
    expect(first.numbers()).toStrictEqual(upTo(120))
  })
})

describe('What is kept of the log', () => {
  it('are the newest days that were logged, also when the clock jumped ahead', async () => {
    const { log, time, names } = diary({ keepDays: 2 })
    for (const day of ['2026-11-20', '2026-11-21', '2026-11-23', '2061-01-01']) {
      time.day = day
      log.info('said')
    }
    await log.close()
    expect(names()).toStrictEqual(['assayd-2026-11-23.log', 'assayd-2061-01-01.log'])
  })

  it('are the newest files when all together would be too large', async () => {
    const { log, numbers } = diary({ totalBytesMax: 8 * 1024 })
    for (const number of upTo(400)) log.info('said', { number })
    await log.close()
    const kept = numbers()
    expect(kept.at(-1)).toBe(399)
    expect(kept).toStrictEqual(upTo(400).slice(-kept.length))
    expect(kept.length).toBeGreaterThan(40)
    expect(kept.length).toBeLessThan(120)
  })
})
