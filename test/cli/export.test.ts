import { readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { addExport } from '../../src/cli/export.ts'
import type { TextDialect } from '../../src/core/text-dialect.ts'
import { openStore } from '../../src/store/open-store.ts'
import { cliProgram } from '../support/cli-program.ts'
import { sampleRecord } from '../support/sample-records.ts'
import { fillStore, readAgain } from '../support/sample-store.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

function filled(csv?: TextDialect) {
  const folder = temporaryFolder()
  fillStore(folder)
  const out = join(temporaryFolder(), 'out')
  const program = cliProgram(addExport, folder, csv)
  const run = async (...args: readonly string[]) => program.run('export', '--out', out, ...args)
  return { folder, out, run }
}

function firstCells(file: string | undefined, separator: string): readonly string[] {
  return (
    readFileSync(file ?? '', 'utf8')
      .split('\r\n')[1]
      ?.split(separator) ?? []
  )
}

describe('assayd export', () => {
  it('writes the five files of the newest analysis and prints where they are', async () => {
    const { out, run } = filled()
    const files = await run('--plate', 'IL6-07')
    expect(files.map((file) => basename(file)).toSorted()).toStrictEqual(
      readdirSync(out).toSorted(),
    )
    expect(files).toHaveLength(5)
    expect(firstCells(files[0], ',').slice(0, 3)).toStrictEqual(['IL6-07', 'IL6-07/2', 'A1'])
  })

  it('tells programs the analysis and its files in one object', async () => {
    const { out, run } = filled()
    const [json = '', ...rest] = await run('--plate', 'IL6-07', '--json')
    expect(rest).toEqual([])
    const files = readdirSync(out).map((name) => join(out, name))
    expect(JSON.parse(json)).toEqual({
      plate: 'IL6-07',
      analysis_id: 'IL6-07/2',
      files: expect.toSatisfy((told: readonly string[]) => told.toSorted().join() === files.join()),
    })
  })

  it('writes another analysis when asked', async () => {
    const { run } = filled()
    const [wells] = await run('--plate', 'IL6-07', '--analysis', '1')
    expect(firstCells(wells, ',')[1]).toBe('IL6-07/1')
  })

  it('names the lot, operator, layout and assay an analysis was made with', async () => {
    const { folder, run } = filled()
    readAgain(folder)
    const said = ['milk-12x3', 'il6-dy206', 'P352211', 'F. Mowo']
    const later = ['milk-20x2', 'il6-d6050', 'P360042', 'K. Wander']
    for (const [version, these] of [['1', said] as const, ['3', later] as const]) {
      const files = await run('--plate', 'IL6-07', '--analysis', version)
      expect(files).toHaveLength(5)
      for (const file of files) {
        const cells = firstCells(file, ',')
        expect(these.map((text) => cells.includes(text))).toStrictEqual([true, true, true, true])
      }
    }
  })

  it('takes the dialect of the configuration, or of the command', async () => {
    const { run } = filled({ separator: ';', decimal: ',' })
    const [configured] = await run('--plate', 'IL6-08')
    expect(firstCells(configured, ';')[7]).toBe('2,2680000000000002')
    const [said] = await run('--plate', 'IL6-08', '--separator', ',', '--decimal', '.')
    expect(firstCells(said, ',')[7]).toBe('2.2680000000000002')
    const [mixed] = await run('--plate', 'IL6-08', '--decimal', '.')
    expect(firstCells(mixed, ';')[7]).toBe('2.2680000000000002')
  })

  it('leaves what the daemon still has to export as it is', async () => {
    const { folder, run } = filled()
    await run('--plate', 'IL6-07')
    const store = openStore(folder)
    expect(store.unfinished().exports).toHaveLength(3)
    store.close()
  })

  it('refuses what is no more the plate’s, unless its version is named', async () => {
    const { folder, run } = filled()
    const store = openStore(folder)
    const readId = store.plate('IL6-08')?.reads[0]?.readId ?? 0
    const deed = { who: 'k.wander', reason: 'wrong sheet' }
    const at = '2026-11-23T10:00:00.000+03:00'
    store.assign({ readId, record: sampleRecord('IL6-09'), sheet: null, at, deed })
    store.close()
    await expect(run('--plate', 'IL6-08')).rejects.toThrow('was given to another plate')
    expect(await run('--plate', 'IL6-08', '--analysis', '1')).not.toHaveLength(0)
  })

  it('refuses one sign for both fields and decimals', async () => {
    const { run } = filled()
    await expect(run('--plate', 'IL6-07', '--decimal', ',')).rejects.toMatchObject({
      code: 'option-unsuited',
      hint: "A decimal ',' goes with the separator ';'.",
    })
  })

  it('refuses an unknown plate, a plate without an analysis and an unknown sign', async () => {
    const { run } = filled()
    await expect(run('--plate', 'IL6-77')).rejects.toMatchObject({ code: 'plate-unknown' })
    await expect(run('--plate', 'bench-1-0900')).rejects.toMatchObject({
      code: 'analysis-unknown',
      hint: 'Its read is stored. No run sheet expects a plate there.',
    })
    await expect(run('--plate', 'IL6-07', '--separator', 'x')).rejects.toThrow('Allowed choices')
    await expect(run()).rejects.toThrow('--plate')
  })
})
