import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { lab } from '../support/lab.ts'

const PROGRAMS_MAY_TAKE_MS = 120_000

describe('assayd doctor', { timeout: PROGRAMS_MAY_TAKE_MS }, () => {
  it('finds nothing worse than that nothing runs yet and no backups are planned', async () => {
    const { start } = lab()
    const doctor = start('doctor')
    expect(await doctor.ended, doctor.said()).toBe(1)
    const bad = doctor
      .said()
      .split('\n')
      .filter((line) => /^(warn|fail)/.test(line))
    expect(bad).toEqual(['warn  daemon: does not run', 'warn  backups: none are planned'])
    expect(doctor.said()).toMatch(/^ok {4}clock: \d{4}-/m)
    expect(doctor.said()).toContain('ok    database: none yet')
  })

  it('finds the running daemon, and a database with broken pages', async () => {
    const { data, start } = lab()
    const daemon = start('run')
    await daemon.until(/is analysed/)
    const well = start('doctor')
    await well.ended
    expect(well.said()).toContain('ok    daemon: runs and answers')
    expect(well.said()).toContain('ok    database: sound')
    daemon.child.kill('SIGTERM')
    expect(await daemon.ended).toBe(0)
    const file = join(data, 'assayd.sqlite')
    const bytes = readFileSync(file)
    bytes.fill(0xa5, 4096 * 4, 4096 * 9)
    writeFileSync(file, bytes)
    const doctor = start('doctor', '--json')
    expect(await doctor.ended).toBe(2)
    const checked: { readonly what: string }[] = JSON.parse(doctor.said())
    const database = checked.find(({ what }) => what === 'database')
    expect(database).toMatchObject({ state: 'fail', hint: expect.stringContaining('restore') })
  })

  it('finds what was cut off, a port that is gone and a broken configuration', async () => {
    const { config, data, start } = lab()
    mkdirSync(data)
    writeFileSync(join(data, 'assayd.sqlite.partial'), '')
    const text = readFileSync(config, 'utf8')
    const other = '  - { id: gone, driver: biotek-elx, port: /dev/ttyNONE, trigger: listen }\n'
    writeFileSync(config, `${text}${other}`)
    const doctor = start('doctor')
    expect(await doctor.ended, doctor.said()).toBe(1)
    expect(doctor.said()).toMatch(/warn {2}leftovers: 1 file .*assayd\.sqlite\.partial/)
    expect(doctor.said()).toContain('warn  port of gone: /dev/ttyNONE is not there')
    writeFileSync(config, 'lab: 7\n')
    const broken = start('doctor')
    expect(await broken.ended).toBe(2)
    expect(broken.said()).toMatch(/^fail {2}configuration: .*assayd\.yaml:1.*; and \d+ more$/m)
    expect(broken.said()).toContain('`assayd check` lists every mistake.')
    writeFileSync(config, `${text}nonsense: 1\n`)
    const partly = start('doctor')
    expect(await partly.ended).toBe(2)
    expect(partly.said()).toContain(`ok    data folder: ${data}`)
    expect(partly.said()).toContain('ok    database: none yet')
  })
})
