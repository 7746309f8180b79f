import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { lab } from '../support/lab.ts'
import { sheetText } from '../support/stored-bench.ts'

/** A dozen programs are started one after the other. */
const PROGRAMS_MAY_TAKE_MS = 180_000

/** A running daemon that has read one plate, and commands that are given to it. */
async function oneRead() {
  const bench = lab({ trigger: 'listen' })
  const daemon = bench.start('run')
  await daemon.until(/answered/)
  const told = async (...args: readonly string[]) => {
    const command = bench.start(...args)
    const code = await command.ended
    return { code, said: command.said() }
  }
  const read = await told('read', 'left', '--assay', 'il6-duoset-dy206')
  const plate = /plate (left-\S+) is stored/.exec(read.said)?.[1] ?? read.said
  const end = async (): Promise<void> => {
    daemon.child.kill('SIGTERM')
    expect(await daemon.ended, daemon.said()).toBe(0)
  }
  return { ...bench, daemon, told, plate, end }
}

describe('Commands to the office', { timeout: PROGRAMS_MAY_TAKE_MS }, () => {
  it('mask wells, take masks off, and compute again', async () => {
    const { told, plate, folder, end } = await oneRead()
    const masked = await told('mask', plate, 'C3', 'C4', '--reason', 'the pipette slipped')
    expect(masked.code, masked.said).toBe(0)
    expect(masked.said).toContain(
      `${plate}: the results are stored as ${plate}/2; ${plate}/1 is kept`,
    )
    expect(masked.said).toMatch(/masks +left-\S+ +– +[0-9a-f]{10}\n/)
    expect(masked.said).toMatch(/C3 +local:\S+ +\S+ \S+ +the pipette slipped/)
    const wrong = await told('mask', plate, 'Z9', '--reason', 'none')
    expect(wrong).toMatchObject({ code: 1 })
    expect(wrong.said).toContain("does not use 'Z9'")
    const nothing = await told('mask', plate, 'C3', '--reason', ' ')
    expect(nothing.said).toContain('reason: a reason is needed')
    const same = await told('reanalyse', '--plate', plate, '--reason', 'to be sure')
    expect(same.said).toContain(`nothing is different, so that ${plate}/2 stays`)
    const off = await told('unmask', plate, 'C3', 'C4', '--reason', 'it did not', '--json')
    expect(JSON.parse(off.said)).toMatchObject({
      masks: [],
      change: { analysis_id: `${plate}/3`, inputs: [{ kind: 'masks', after: null }] },
    })
    const out = join(folder, 'changes.csv')
    const assay = join(folder, 'config', 'assays', 'il6-duoset-dy206.yaml')
    writeFileSync(assay, readFileSync(assay, 'utf8').replace('name: ', 'name: Corrected '))
    const none = await told('reanalyse', '--reason', 'x')
    expect(none.said).toContain('Nothing says which plates are computed again')
    const last = await told(
      ...`reanalyse --since 2020-01-01 --reason y --dry-run --out ${out}`.split(' '),
    )
    expect(last.code, last.said).toBe(0)
    expect(readFileSync(out, 'utf8')).toMatch(/^plate,analysis_before,analysis,part,what,/)
    const verify = await told('verify')
    expect(verify.code, verify.said).toBe(0)
    await end()
  })

  it('say which plate a read is really of, and which plate is next', async () => {
    const { told, plate, folder, end } = await oneRead()
    const sheet = join(folder, 'real.csv')
    writeFileSync(sheet, sheetText('REAL-1').replaceAll(',elx,', ',left,').replace('KI-2', 'KI-1'))
    const wrong = await told('assign', plate, '--sheet', sheet, '--reason', 'no sheet')
    expect(wrong.code).toBe(1)
    expect(wrong.said).toMatch(/real\.csv:3: specimen: 'KI-1' is named before/)
    writeFileSync(sheet, sheetText('REAL-1').replaceAll(',elx,', ',left,'))
    const right = await told('assign', plate, '--sheet', sheet, '--reason', 'no sheet')
    expect(right.code, right.said).toBe(0)
    expect(right.said).toContain(`Read 1 is of plate REAL-1 now, not of ${plate}.`)
    expect(right.said).toContain('the results are stored as REAL-1/1')
    const shown = await told('show', plate)
    expect(shown.said).toMatch(/read 1 was given to plate REAL-1 by local:\S+ at \S+: no sheet/)
    expect(shown.said).toContain('The plate has no read any more')
    const next = join(folder, 'next.csv')
    writeFileSync(next, sheetText('REAL-2').replaceAll(',elx,', ',left,'))
    const expected = await told('expect', 'left', '--sheet', next)
    expect(expected.code, expected.said).toBe(0)
    expect(expected.said).toContain('Reader left waits for plate REAL-2')
    const twice = await told('expect', 'left', '--sheet', next)
    expect(twice).toMatchObject({ code: 1 })
    expect(twice.said).toContain("waits for 'REAL-2'")
    const read = await told('read', 'left')
    expect(read.said).toContain('plate REAL-2 is stored as read 2')
    expect((await told('audit', 'verify')).code).toBe(0)
    expect((await told('verify')).code).toBe(0)
    await end()
  })
})
