import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { lab } from '../support/lab.ts'

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
    expect(masked.said).toMatch(/C3 +local:\S+ +\S+ +the pipette slipped/)
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
    expect(none.said).toContain('expected a plate, a first or last day, or a kit lot')
    const last = await told(
      ...`reanalyse --since 2020-01-01 --reason y --dry-run --out ${out}`.split(' '),
    )
    expect(last.code, last.said).toBe(0)
    expect(readFileSync(out, 'utf8')).toMatch(/^plate,analysis_before,analysis,part,what,/)
    const verify = await told('verify')
    expect(verify.code, verify.said).toBe(0)
    await end()
  })
})
