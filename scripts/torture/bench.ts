import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Drivers } from '../../src/registry.ts'
import { serveSimulator } from '../../src/serial/serve-simulator.ts'
import { benchConfig } from '../support/bench-config.ts'
import { fastClock } from './fast-clock.ts'
import { counted, type SaidPlates } from './measured.ts'
import { ONE_WAVELENGTH, READERS, type TortureReader } from './reader-kinds.ts'

/** The readers' wire and their pauses are so much faster than real ones. */
const SPEED = 30
/** Where the daemon makes backups by itself, beside those that somebody asks for. */
export const OWN_BACKUPS = 'own-backups'

/** A folder with a configuration, and eight simulated readers that outlive every daemon on it. */
export interface TortureBench {
  readonly folder: string
  readonly config: string
  /** By reader, what was said of each plate. */
  readonly said: ReadonlyMap<string, SaidPlates>
  /** Switches the readers off. */
  close(): Promise<void>
}

export async function openBench({ drivers }: Drivers): Promise<TortureBench> {
  const folder = mkdtempSync(join(tmpdir(), 'assayd-torture-'))
  const said = new Map<string, SaidPlates>()
  const served = await Promise.all(
    READERS.map((reader, at) => {
      const simulator = drivers.get(reader.driver)?.simulator
      if (simulator === undefined) throw new RangeError(`There is no driver '${reader.driver}'.`)
      const plates: SaidPlates = []
      said.set(reader.id, plates)
      return serveSimulator({
        simulator: counted(simulator, plates),
        plates: [],
        listen: 'tcp://127.0.0.1:0',
        pace: 'real',
        fault: null,
        seed: at + 1,
        settings: reader.settings,
        startEveryMs: reader.pressEveryMs === null ? null : reader.pressEveryMs * SPEED,
        clock: fastClock(SPEED),
      })
    }),
  )
  const addresses = served.map(({ address }) => address)
  return {
    folder,
    config: configured(folder, addresses),
    said,
    close: async () => {
      for (const one of served) await one.close()
    },
  }
}

/** Writes the configuration for the readers at these addresses; gives its main file. */
export function configured(
  folder: string,
  addresses: readonly string[],
  all: readonly TortureReader[] = READERS,
): string {
  const file = benchConfig({ folder, name: 'Torture', port: 'tcp://127.0.0.1:1' })
  addOneWavelength(join(folder, 'config'))
  mkdirSync(join(folder, 'backups'))
  const readers = all.map((reader, at) => readerLine(reader, addresses[at] ?? ''))
  const lines = [
    'lab: Torture',
    'folders: { data: ../data, exports: ../exports, run_sheets: run-sheets }',
    'api: { port: 0 }',
    // At the first start, and every six minutes.
    `backup: { folder: ../${OWN_BACKUPS}, every_h: 0.1, keep: 3 }`,
    'readers:',
    ...readers,
  ]
  writeFileSync(file, `${lines.join('\n')}\n`)
  return file
}

function readerLine(reader: TortureReader, port: string): string {
  const { id, driver, trigger, layout, settings } = reader
  const told = settings === undefined ? {} : { settings }
  return `  - ${JSON.stringify({ id, driver, port, trigger, default_layout: layout, ...told })}`
}

/** An assay without a reference wavelength, and a layout for it. */
function addOneWavelength(config: string): void {
  copyChanged(join(config, 'assays'), 'il6-duoset-dy206', [
    ['id: il6-duoset-dy206', `id: ${ONE_WAVELENGTH}`],
    ['reference_nm: 540', 'reference_nm: null'],
  ])
  copyChanged(join(config, 'layouts'), 'milk-13x3-duplicate', [
    ['id: milk-13x3-duplicate', `id: ${ONE_WAVELENGTH}`],
    ['assay: il6-duoset-dy206', `assay: ${ONE_WAVELENGTH}`],
  ])
}

function copyChanged(
  folder: string,
  name: string,
  changes: readonly (readonly [string, string])[],
): void {
  const text = readFileSync(join(folder, `${name}.yaml`), 'utf8')
  const changed = changes.reduce((all, [from, to]) => all.replace(from, to), text)
  writeFileSync(join(folder, `${ONE_WAVELENGTH}.yaml`), changed)
}
