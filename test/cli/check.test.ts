import { dirname } from 'node:path'

import { Command } from 'commander'
import { describe, expect, it } from 'vitest'

import { addCheck } from '../../src/cli/check.ts'
import { AssaydError } from '../../src/core/errors.ts'
import { settingsFrom } from '../../src/settings/settings-source.ts'
import { writeConfig } from '../settings/config-fixture.ts'
import { rejection } from '../support/rejection.ts'

const SHEET = `plate,layout,kit_lot,operator,slot,specimen
P-1,small,LOT7,Ann,1,S1
P-1,small,LOT7,Ann,2,S2
`

/** What `assayd check` prints, and how it ends. */
function checked(config: string, ...flags: readonly string[]) {
  return checkedWith(new Map(), config, ...flags)
}

function checkedWith(
  brokenDrivers: ReadonlyMap<string, AssaydError>,
  config: string,
  ...flags: readonly string[]
) {
  const printed: string[] = []
  const program = new Command('assayd')
  addCheck(program, {
    drivers: new Map(),
    brokenDrivers,
    settings: (file) => settingsFrom(file, ['biotek-elx']),
    print: (line) => printed.push(line),
  })
  const end = program.parseAsync(['check', '--config', config, ...flags], { from: 'user' })
  return { printed, end }
}

describe('assayd check', () => {
  it('says what is configured when there are no mistakes', async () => {
    const config = writeConfig({ 'run-sheets/p.csv': SHEET })
    const { printed, end } = checked(config)
    await end
    expect(printed).toEqual([
      `Test lab (${config})`,
      '  reader      left: biotek-elx at COM3, listen, small',
      '  assays      two-standards',
      '  layouts     small',
      '  organisms   salmonella-enterica, escherichia-coli',
      '  run sheets  P-1',
      expect.stringContaining('  data        '),
      expect.stringContaining('  exports     '),
      'no mistakes',
    ])
  })

  it('says the same as JSON', async () => {
    const { printed, end } = checked(writeConfig({ 'run-sheets/p.csv': SHEET }), '--json')
    await end
    expect(printed).toHaveLength(1)
    expect(JSON.parse(printed[0] ?? '')).toMatchObject({
      ok: true,
      mistakes: [],
      lab: 'Test lab',
      readers: [{ id: 'left' }],
      assays: ['two-standards'],
      layouts: ['small'],
      organisms: ['salmonella-enterica', 'escherichia-coli'],
      plates: ['P-1'],
    })
  })

  it('fails with one line a mistake of the configuration', async () => {
    const { printed, end } = checked(writeConfig({ 'organisms.yaml': 'organisms: [x, y]\n' }))
    const error = await rejection(end)
    expect(printed).toEqual([])
    expect(error).toBeInstanceOf(AssaydError)
    expect(error).toMatchObject({ code: 'config-invalid', message: expect.stringMatching(/\n/) })
  })

  it('fails with the mistakes of run sheets once the configuration is right', async () => {
    const config = writeConfig({ 'run-sheets/p.csv': SHEET.replaceAll('small', 'large') })
    const error = await rejection(checked(config).end)
    const where = `${dirname(config)}/run-sheets/p.csv:2: layout:`
    expect(error).toMatchObject({
      code: 'config-invalid',
      message: `${where} 'large' is not known, expected small`,
    })
  })

  it('says of which reader the driver cannot be loaded, and why', async () => {
    const config = writeConfig()
    const why = new AssaydError('part-broken', 'driver.ts cannot be used: no colon.')
    const error = await rejection(checkedWith(new Map([['biotek-elx', why]]), config).end)
    const told = "needs driver 'biotek-elx', which cannot be loaded"
    expect(error).toMatchObject({
      code: 'config-invalid',
      message: `${config}: Reader 'left' ${told}: driver.ts cannot be used: no colon.`,
    })
  })

  it('as JSON prints the mistakes, and fails with their number', async () => {
    const { printed, end } = checked(writeConfig({ 'assayd.yaml': 'lab: [\n' }), '--json')
    const error = await rejection(end)
    const told: unknown = JSON.parse(printed[0] ?? '')
    expect(told).toEqual({ ok: false, mistakes: [expect.stringContaining('assayd.yaml:2: ')] })
    expect(error).toMatchObject({
      code: 'config-syntax',
      message: 'The configuration has 1 mistake.',
    })
  })
})
