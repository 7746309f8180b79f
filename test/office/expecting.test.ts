import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import type { Sheets } from '../../src/ports/sheets.ts'
import { openView } from '../../src/store/open-store.ts'
import { withOffice, type OfficeOnBench } from '../support/office-bench.ts'
import { sheetText, storedBench } from '../support/stored-bench.ts'

const DEED = { who: 'k.wander', reason: '' }
const SHEET = { file: 'from-excel.CSV', text: sheetText('SHEET-9', 'N') }
const WISH = { readerId: 'elx', sheet: SHEET, deed: DEED }

describe('A run sheet that is handed in', () => {
  it('lies in the folder under the name of its plate, and the next plate is that one', async () => {
    const bench = await storedBench()
    const folder = join(bench.folder, 'config', 'run-sheets')
    await withOffice(bench, async ({ office, store }) => {
      const report = office.expect(WISH)
      expect(report).toMatchObject({ reader: 'elx', plate: 'SHEET-9', kitLot: 'P352211' })
      expect(report.file).toBe(join(folder, 'SHEET-9.csv'))
      expect(readFileSync(report.file, 'utf8')).toBe(SHEET.text)
      expect(readdirSync(folder)).toEqual(['SHEET-9.csv', 'sheet-1.csv'])
      expect(store.audit({ ...ALL, act: 'sheet-placed' })).toMatchObject([{ who: 'k.wander' }])
    })
    await bench.runFor(1)
    await withOffice(bench, async ({ store }) => {
      expect(store.plate('SHEET-9')?.record.binding).toBe('run-sheet')
      expect([...store.auditChecked(null)].flatMap(({ findings }) => findings)).toEqual([])
    })
  })

  it('is refused while another waits, and where it cannot be right', async () => {
    const bench = await storedBench()
    const folder = join(bench.folder, 'config', 'run-sheets')
    await withOffice(bench, async ({ office }) => {
      const refused = (text: string, readerId = 'elx') => {
        try {
          return office.expect({ ...WISH, readerId, sheet: { ...SHEET, text } }).file
        } catch (error) {
          return error instanceof Error ? error.message : error
        }
      }
      expect(refused(SHEET.text, 'left')).toBe("No reader is called 'left'.")
      expect(refused(sheetText('SHEET-1'))).toBe("Plate 'SHEET-1' has been read already.")
      expect(refused(SHEET.text.replaceAll(',elx,', ',,'))).toContain('names no reader')
      expect(refused(SHEET.text.replace('P352211', ''))).toMatch(/^from-excel\.CSV:\d+: kit_lot/)
      writeFileSync(join(folder, 'SHEET-9.csv'), 'mine')
      expect(refused(SHEET.text)).toContain('There is a run sheet')
      expect(readFileSync(join(folder, 'SHEET-9.csv'), 'utf8')).toBe('mine')
      writeFileSync(join(folder, 'waits.csv'), sheetText('SHEET-8'))
      expect(refused(SHEET.text)).toMatch(/^Reader 'elx' waits for 'SHEET-8' \(.*waits\.csv\)/)
      expect(readdirSync(folder)).toEqual(['SHEET-9.csv', 'sheet-1.csv', 'waits.csv'])
    })
  })
})

describe('A run sheet that does not come to lie in the folder', () => {
  it('is in the trail before it is in the folder, for a crash in between', async () => {
    const bench = await storedBench()
    const seen: unknown[] = []
    const sheets: Sheets = {
      ...bench.world.sheets,
      // What another connection sees is on disk already when the file is not.
      put: () => {
        const view = openView(bench.dataFolder)
        seen.push(...view.audit({ ...ALL, act: 'sheet-placed' }))
        view.close()
        throw new RangeError('killed')
      },
    }
    const work = async ({ office }: OfficeOnBench) => office.expect(WISH)
    await expect(withOffice(bench, work, { sheets })).rejects.toThrow('killed')
    expect(seen).toMatchObject([{ who: 'k.wander', subject: { key: 'SHEET-9' } }])
  })

  it('is withdrawn in the trail, with what stood against it', async () => {
    const bench = await storedBench()
    writeFileSync(join(bench.folder, 'config', 'run-sheets', 'SHEET-9.csv'), 'mine')
    await withOffice(bench, async ({ office, store }) => {
      expect(() => office.expect(WISH)).toThrow('There is a run sheet')
      const about = { ...ALL, act: null, about: 'SHEET-9' }
      expect(store.audit(about)).toMatchObject([
        { act: 'sheet-placed', who: 'k.wander' },
        { act: 'sheet-withdrawn', who: 'assayd', reason: expect.stringContaining('SHEET-9.csv') },
      ])
      expect([...store.auditChecked(null)].flatMap(({ findings }) => findings)).toEqual([])
    })
  })
})

const ALL = { who: null, about: null, since: null, until: null, after: 0, newestMax: 10 }
