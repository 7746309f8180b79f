import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { describe, expect, it } from 'vitest'

import { AssaydError } from '../src/core/errors.ts'
import { missingDriver } from '../src/core/missing-driver.ts'
import { loadDrivers, loadRules } from '../src/registry.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const DRIVER = `export const driver = { facts: { id: 'ID' }, decoder: () => null }\n`
const SIMULATOR = `export const simulator = { driverId: 'ID', faults: {}, create: () => null }\n`

/** A folder of drivers, each of two files; a text of null is a file that is not there. */
function folderOf(drivers: Readonly<Record<string, readonly (string | null)[]>>): string {
  const folder = temporaryFolder()
  for (const [id, [driver, simulator]] of Object.entries(drivers)) {
    mkdirSync(join(folder, id))
    if (driver) writeFileSync(join(folder, id, 'driver.ts'), driver.replace('ID', id))
    if (simulator) writeFileSync(join(folder, id, 'simulator.ts'), simulator.replace('ID', id))
  }
  return folder
}

const urlOf = (folder: string) => pathToFileURL(`${folder}/`)

describe('the drivers of a folder', () => {
  it('are those that can be loaded, and beside them why the others cannot', async () => {
    const folder = folderOf({
      absent: [null, SIMULATOR],
      alone: [DRIVER, null],
      garbled: ['export const driver = {{{\n', SIMULATOR],
      good: [DRIVER, SIMULATOR],
      lost: [`import './nowhere.ts'\n${DRIVER}`, SIMULATOR],
      renamed: [DRIVER.replace('ID', 'other'), SIMULATOR],
      shapeless: [DRIVER, 'export const simulator = 1\n'],
      throwing: [DRIVER, 'throw new Error("no table")\n'],
    })
    const { drivers, brokenDrivers } = await loadDrivers(urlOf(folder))
    expect([...drivers.keys()]).toEqual(['good'])
    const told = [...brokenDrivers].map(([id, { code, message }]) => {
      expect(code).toBe('part-broken')
      return [id, message.replace(`${join(folder, id)}/`, '')]
    })
    expect(Object.fromEntries(told)).toEqual({
      alone: 'simulator.ts cannot be used: it is missing.',
      garbled: expect.stringMatching(/^driver.ts cannot be used: ./),
      lost: expect.stringMatching(/^driver.ts cannot be used: .*nowhere/),
      renamed: "driver.ts cannot be used: it calls itself 'other', expected its folder's name.",
      shapeless:
        "simulator.ts cannot be used: its export 'simulator' is missing or has another shape.",
      throwing: 'simulator.ts cannot be used: no table.',
    })
  })

  it('are asked for by a name: unknown is another error than broken', () => {
    const why = new AssaydError('part-broken', 'driver.ts cannot be used: x.', { hint: 'Look.' })
    const known = { drivers: new Map([['b'], ['a']].map(([id]) => [id ?? '', 1])) }
    const found = { ...known, brokenDrivers: new Map([['c', why]]) }
    expect(missingDriver("Reader 'left'", 'c', found)).toMatchObject({
      code: 'part-broken',
      message:
        "Reader 'left' needs driver 'c', which cannot be loaded: driver.ts cannot be used: x.",
      hint: 'Look.',
    })
    expect(missingDriver("Reader 'left'", 'd', found)).toMatchObject({
      code: 'driver-unknown',
      message: "Reader 'left' names an unknown driver 'd'.",
      hint: 'Known drivers: a, b.',
    })
  })
})

describe('the rules of a folder', () => {
  it('are refused with the file that cannot be loaded', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'garbled.ts'), 'export const rule = {{{\n')
    await expect(loadRules(urlOf(folder))).rejects.toMatchObject({
      code: 'part-broken',
      message: expect.stringContaining(join(folder, 'garbled.ts')),
    })
  })
})
