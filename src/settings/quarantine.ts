import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { stringify } from 'yaml'

import { AssaydError } from '../core/errors.ts'
import type { SyntheticFound } from '../core/synthetic/compare.ts'
import { QUARANTINE, syntheticSpecimen, type SyntheticPlate } from '../core/synthetic/plate.ts'
import type { Quarantine, SyntheticEnd, SyntheticRun } from '../ports/synthetic.ts'
import type { TableRow } from '../ports/table.ts'
import { NEWEST_FORM } from './config-form.ts'
import { readTable } from './csv-table.ts'

const READER = 'synthetic'
const PLATE = 'SYNTHETIC'
const END = 'end.json'
/** The reader of the plate says no more digits. */
const OD_DIGITS = 3

/** The quarantine as a folder of files. */
export const quarantine: Quarantine = {
  lastEnd: (dataFolder) => lastEnd(join(dataFolder, QUARANTINE, END)),
  keepEnd: (dataFolder, end) =>
    onDisk('keep how the synthetic plate ended', async () => {
      const file = join(dataFolder, QUARANTINE, END)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(`${file}.tmp`, `${JSON.stringify(end)}\n`)
      await rename(`${file}.tmp`, file)
    }),
  prepare: (run) =>
    onDisk('prepare the synthetic plate', async () => {
      const folder = join(run.settings.folders.data, QUARANTINE)
      await rm(folder, { recursive: true, force: true })
      for (const [name, text] of filesOf(run)) {
        await mkdir(dirname(join(folder, name)), { recursive: true })
        await writeFile(join(folder, name), text)
      }
      return join(folder, 'config', 'assayd.yaml')
    }),
  results: (dataFolder) =>
    onDisk('read the results of the synthetic plate', () =>
      resultsIn(join(dataFolder, QUARANTINE, 'exports')),
    ),
}

/** What the quarantine holds before the run, by name. */
function filesOf(run: SyntheticRun): readonly (readonly [string, string])[] {
  const { settings, plate } = run
  const kept = settings.version.files.filter(({ name }) =>
    /^(assays\/|layouts\/|organisms\.yaml$)/.test(name),
  )
  return [
    ...kept.map(({ name, text }) => [`config/${name}`, text] as const),
    ['config/assayd.yaml', `# Written anew for each synthetic plate.\n${stringify(mainOf(run))}`],
    ['config/plate.csv', plateText(plate)],
    ['config/run-sheets/synthetic.yaml', stringify(sheetOf(run))],
    ['truth.csv', truthText(plate)],
  ]
}

/** The configuration: nothing in it leads out of the quarantine. */
function mainOf({ plan }: SyntheticRun) {
  const { driver, settings } = plan
  const simulator = { plate: 'plate.csv', barcode: null, pace: 'fast' }
  const line = { id: READER, driver, port: 'tcp://127.0.0.1:0', trigger: 'on-run-sheet' }
  const told = settings === undefined ? {} : { settings }
  return {
    form: NEWEST_FORM,
    lab: 'Synthetic plate',
    folders: { data: '../data', exports: '../exports', run_sheets: 'run-sheets' },
    log: { stdout: 'people' },
    readers: [{ ...line, ...told, simulator }],
  }
}

function sheetOf({ plan, plate }: SyntheticRun) {
  const slots = [...new Set(plate.truths.map(({ slot }) => slot))]
  const head = { plate: PLATE, layout: plan.layout, reader: READER }
  const specimens = slots.map((slot) => ({ slot, specimen: syntheticSpecimen(slot) }))
  return { ...head, kit_lot: PLATE, operator: 'assayd', specimens }
}

function plateText({ wavelengthsNm, ods }: SyntheticPlate): string {
  const rows = [...ods].map(([well, each]) =>
    [well, ...each.map((od) => od.toFixed(OD_DIGITS))].join(','),
  )
  return `${[['well', ...wavelengthsNm].join(','), ...rows].join('\n')}\n`
}

function truthText({ truths }: SyntheticPlate): string {
  const rows = truths.map(({ specimen, slot, condition, concentration }) =>
    [specimen, slot, condition, concentration].join(','),
  )
  return `${['specimen,slot,condition,concentration', ...rows].join('\n')}\n`
}

async function resultsIn(exports: string): Promise<SyntheticFound> {
  const names = await readdir(exports)
  const rowsOf = (table: string): readonly TableRow[] => {
    const [name, ...more] = names.filter((each) => each.endsWith(`_${table}.csv`))
    if (name !== undefined && more.length === 0) return readTable(join(exports, name)).rows
    const what = `There are ${names.length === 0 ? 'no' : 'not the right'} exported files.`
    throw new AssaydError('synthetic-failed', what, { hint: `Look into '${exports}'.` })
  }
  return {
    concentrations: rowsOf('specimens').map(({ cells }) => ({
      specimen: cells['specimen'] ?? '',
      condition: cells['condition'] ?? '',
      state: cells['state'] ?? '',
      concentration: numberIn(cells['concentration']),
    })),
    responses: rowsOf('responses').map(({ cells }) => ({
      specimen: cells['specimen'] ?? '',
      organism: cells['organism'] ?? '',
      delta: numberIn(cells['delta']),
    })),
  }
}

function numberIn(text: string | undefined): number | null {
  return text === undefined || text === '' ? null : Number(text)
}

/** One that cannot be read counts as none: the next plate makes a new one. */
async function lastEnd(file: string): Promise<SyntheticEnd | null> {
  try {
    const told: unknown = JSON.parse(await readFile(file, 'utf8'))
    if (typeof told !== 'object' || told === null) return null
    if (!('at' in told) || typeof told.at !== 'string' || Number.isNaN(Date.parse(told.at)))
      return null
    if (!('passed' in told) || typeof told.passed !== 'boolean') return null
    if (!('message' in told) || typeof told.message !== 'string') return null
    if (!('codeVersion' in told) || typeof told.codeVersion !== 'string') return null
    const { at, passed, message, codeVersion } = told
    return { at, passed, message, codeVersion }
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error)) return null
    throw error
  }
}

async function onDisk<Value>(what: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause
    const hint = cause instanceof AssaydError ? cause.hint : 'Check the disk of the data folder.'
    const message = `Unable to ${what}: ${cause.message}`
    throw new AssaydError('synthetic-failed', message, { hint, cause })
  }
}
