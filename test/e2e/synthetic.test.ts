import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { lab } from '../support/lab.ts'

/** Up to five programs are started one after the other. */
const PROGRAMS_MAY_TAKE_MS = 240_000

const PLAN = '{ every_h: 24, layout: milk-13x3-duplicate, driver: biotek-elx }'
const more = `log: { stdout: json }\nsynthetic: ${PLAN}\n`

/** Every text in every table of a database. */
function everyTextIn(file: string): string {
  const database = new Database(file, { readonly: true })
  try {
    const names = database.prepare<[], { name: string }>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name",
    )
    return names
      .all()
      .flatMap(({ name }) => database.prepare(`SELECT * FROM "${name}"`).all())
      .map((row) => JSON.stringify(row))
      .join('\n')
  } finally {
    database.close()
  }
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
}

/** The only process that another one started, as Linux tells it. */
function childOf(pid: number | undefined): number {
  const told = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
  const [, child] = /^(\d+) $/.exec(told) ?? []
  if (child === undefined) throw new RangeError(`Expected one child of ${pid}, found '${told}'.`)
  return Number(child)
}

/** Resolves when the running daemon says so. */
async function metricSays(data: string, what: RegExp): Promise<void> {
  const { url, token } = JSON.parse(readFileSync(join(data, 'api.json'), 'utf8'))
  const headers = { authorization: `Bearer ${token}` }
  const said = async () => (await fetch(new URL('/metrics', url), { headers })).text()
  await expect.poll(said, { timeout: 30_000, interval: 100 }).toMatch(what)
}

describe('A synthetic plate', { timeout: PROGRAMS_MAY_TAKE_MS }, () => {
  it('goes the whole way beside a running daemon, and leaves nothing in the lab', async () => {
    const { data, folder, start } = lab({ more })
    const daemon = start('run')
    await daemon.until(/synthetic plate is right/)
    await daemon.until(/"reader":"left"[^\n]*files written|files written[^\n]*"reader":"left"/)

    await metricSays(data, /^assayd_synthetic_passed 1$/m)
    const status = start('status')
    await status.ended
    expect(status.said()).toMatch(/synthetic +right, [\d.]+ m?s ago/)
    daemon.child.kill('SIGTERM')
    expect(await daemon.ended, daemon.said()).toBe(0)

    const atRest = start('status')
    await atRest.ended
    expect(atRest.said()).toMatch(/synthetic +right, /)
    const own = join(data, 'synthetic')
    expect(everyTextIn(join(own, 'data/assayd.sqlite'))).toContain('"SYNTHETIC/1"')
    expect(filesIn(join(own, 'exports'))).toHaveLength(5)
    const stored = everyTextIn(join(data, 'assayd.sqlite'))
    expect(stored).toContain('left-')
    // The configuration in force is kept in the database, with the section that plans the plate.
    expect(stored).not.toContain('SYNTHETIC')
    expect(stored).not.toMatch(/"reader(_id)?":"synthetic"/)
    expect(filesIn(join(folder, 'exports')).filter((name) => /synth/i.test(name))).toEqual([])
    expect(filesIn(join(data, 'captures')).filter((name) => /synth/i.test(name))).toEqual([])
    expect(filesIn(join(folder, 'config')).filter((name) => /synth/i.test(name))).toEqual([])

    const backup = start('backup', join(folder, 'backups'))
    expect(await backup.ended, backup.said()).toBe(0)
    const copied = filesIn(join(folder, 'backups'))
    expect(copied.some((name) => name.endsWith('assayd.sqlite'))).toBe(true)
    expect(copied.filter((name) => /synth/i.test(name))).toEqual([])
    const verify = start('verify')
    expect(await verify.ended, verify.said()).toBe(0)
    expect(verify.said()).not.toMatch(/synth/i)

    const { mtimeMs } = statSync(join(own, 'truth.csv'))
    // A daemon that is started again remembers the last one, and does not make another at once.
    const again = start('run')
    await again.until(/reader answered/)
    await metricSays(data, /^assayd_synthetic_passed 1$/m)
    again.child.kill('SIGTERM')
    expect(await again.ended, again.said()).toBe(0)
    expect(statSync(join(own, 'truth.csv')).mtimeMs).toBe(mtimeMs)
  })

  it('whose process is killed is told as failed, by log, health and status', async () => {
    const { data, start } = lab({ more })
    const daemon = start('run')
    const made = () => filesIn(data).some((name) => name.endsWith('synthetic/data/assayd.sqlite'))
    await expect.poll(made, { timeout: 120_000, interval: 20 }).toBe(true)
    process.kill(childOf(daemon.child.pid), 'SIGKILL')
    await daemon.until(/"area":"synthetic"[^\n]*synthetic-failed|synthetic-failed[^\n]*synthetic/)
    await metricSays(data, /^assayd_synthetic_passed 0$/m)
    const status = start('status')
    expect(await status.ended).toBe(1)
    expect(status.said()).toMatch(/synthetic +wrong/)
    expect(status.said()).toMatch(/degraded +synthetic: The synthetic plate failed .+: It ended/)
    daemon.child.kill('SIGTERM')
    expect(await daemon.ended, daemon.said()).toBe(0)
    // The lab's own plate was read all the same.
    expect(everyTextIn(join(data, 'assayd.sqlite'))).toContain('left-')
  })
})
