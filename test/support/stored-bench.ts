import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import Database from 'better-sqlite3'

import { simulator } from '../../drivers/biotek-elx/simulator.ts'
import { benchConfig } from '../../scripts/support/bench-config.ts'
import { plateNumber } from '../../scripts/support/numbered-plates.ts'
import type { Finding } from '../../src/core/verify/finding.ts'
import type { SettingsSource } from '../../src/ports/settings.ts'
import type { Store } from '../../src/ports/store.ts'
import type { Verified, VerifyScope } from '../../src/ports/verify.ts'
import { runDaemon, type World } from '../../src/run-daemon.ts'
import { settingsFrom } from '../../src/settings/settings-source.ts'
import { documentReader } from '../../src/settings/stored-documents.ts'
import { verified } from '../../src/verify/verify.ts'
import { realWorld } from '../../src/world.ts'
import { memoryTransport } from './memory-transport.ts'
import { pastTriggers } from './past-triggers.ts'
import { simulatedClock } from './simulated-clock.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** What a daemon left behind: a real database, real captures, and the configuration it had. */
export interface StoredBench {
  readonly folder: string
  readonly config: string
  readonly dataFolder: string
  readonly source: SettingsSource
  readonly world: World
  /** Starts the daemon once more until it analysed so many plates. */
  readonly runFor: (plates: number) => Promise<void>
  /** The captures, in full. */
  readonly captures: () => readonly string[]
  /** Changes the database behind the program's back, past its triggers. */
  readonly tamper: (sql: string, ...values: readonly unknown[]) => void
  /** Rows of the database as they are. */
  readonly rows: (sql: string, ...values: readonly unknown[]) => readonly Row[]
  readonly steps: (scope?: Partial<VerifyScope>, codeVersion?: string) => readonly Verified[]
  /** Verifies while the store says other things than it did at first. */
  readonly findingsWith: (change: (store: Store) => Partial<Store>) => readonly Finding[]
  /** Verifies a copy of the data folder. */
  readonly stepsIn: (dataFolder: string) => readonly Verified[]
  readonly findings: (scope?: Partial<VerifyScope>, codeVersion?: string) => readonly Finding[]
}

interface StepsHow {
  readonly codeVersion?: string
  readonly change?: (store: Store) => Partial<Store>
}

type Row = Readonly<Record<string, unknown>>

const SPECIMENS = Array.from({ length: 13 }, (_, at) => at + 1)

/** A run sheet as a spreadsheet saves it; the specimens begin with the letters. */
export function sheetText(plate: string, letters = ''): string {
  const header = 'plate,layout,reader,kit_lot,operator,slot,specimen,mother,visit,date'
  const head = `${plate},milk-13x3-duplicate,elx,P352211,F. Mowo`
  const rows = SPECIMENS.map((slot) => {
    const name = `${letters}${slot}`
    return `${head},${slot},KI-${name},M-${name},V1,2026-11-20`
  })
  return `${[header, ...rows].join('\n')}\n`
}

/** The real world with a simulated reader on a wire in memory, in simulated time. */
async function simulatedWorld() {
  const clock = simulatedClock()
  let number = 0
  const reader = simulator.create({
    nextPlate: () => ({ ...plateNumber((number += 1)), barcode: null }),
    fault: null,
    seed: 1,
  })
  const openTransport = () => memoryTransport({ reader, clock })
  return { clock, world: { ...(await realWorld()), clock, openTransport } }
}

/** Runs the daemon on a configuration until it analysed so many plates, or a few more. */
export async function runFor(source: SettingsSource, plates: number): Promise<void> {
  const { clock, world } = await simulatedWorld()
  const stop = new AbortController()
  let analysed = 0
  const end = runDaemon(world, {
    source,
    once: false,
    stop: stop.signal,
    tell: ({ kind }) => {
      if (kind === 'analysed') analysed += 1
      if (analysed >= plates) stop.abort()
    },
  })
  await clock.runUntil(end)
}

/** A bench that read three plates or more, the first of them with the run sheet `SHEET-1`. */
export async function storedBench(): Promise<StoredBench> {
  const folder = temporaryFolder()
  const config = benchConfig({ folder, name: 'Verify', port: 'tcp://127.0.0.1:1' })
  writeFileSync(join(folder, 'config', 'run-sheets', 'sheet-1.csv'), sheetText('SHEET-1'))
  const world = await realWorld()
  const source = settingsFrom(config, [...world.drivers.keys()], { rules: world.rules })
  await runFor(source, 3)
  const dataFolder = join(folder, 'data')
  const unchanged = (): Partial<Store> => ({})
  const stepsIn = (
    data: string,
    scope: Partial<VerifyScope>,
    { codeVersion = world.codeVersion, change = unchanged }: StepsHow,
  ) => {
    const opened = world.openStore(data)
    const store = { ...opened, ...change(opened) }
    const readCapture = (file: string, archive: string | null) =>
      world.readCapture(data, file, archive)
    const parts = {
      ...world,
      codeVersion,
      store,
      readCapture,
      readDocuments: documentReader(),
      evidence: null,
    }
    try {
      return [
        ...verified(parts, { plate: null, since: null, until: null, newestMax: null, ...scope }),
      ]
    } finally {
      store.close()
    }
  }
  const steps: StoredBench['steps'] = (scope = {}, codeVersion = world.codeVersion) =>
    stepsIn(dataFolder, scope, { codeVersion })
  return {
    folder,
    config,
    dataFolder,
    source,
    world,
    runFor: (plates) => runFor(source, plates),
    captures: () =>
      readdirSync(join(dataFolder, 'captures'), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.jsonl'))
        .map((name) => join(dataFolder, 'captures', name)),
    tamper: (sql, ...values) => tamper(join(dataFolder, 'assayd.sqlite'), sql, values),
    rows: (sql, ...values) => rowsOf(join(dataFolder, 'assayd.sqlite'), sql, values),
    steps,
    stepsIn: (data) => stepsIn(data, {}, {}),
    findingsWith: (change) =>
      stepsIn(dataFolder, {}, { change }).flatMap(({ findings }) => findings),
    findings: (scope, codeVersion) => steps(scope, codeVersion).flatMap((step) => step.findings),
  }
}

function rowsOf(file: string, sql: string, values: readonly unknown[]): readonly Row[] {
  const database = new Database(file, { readonly: true })
  try {
    return database.prepare<unknown[], Row>(sql).all(...values)
  } finally {
    database.close()
  }
}

function tamper(file: string, sql: string, values: readonly unknown[]): void {
  const database = new Database(file)
  database.pragma('foreign_keys = OFF')
  pastTriggers(database, () => void database.prepare(sql).run(...values))
  database.close()
}
