import type { Assay } from '../core/assay.ts'
import type { Organism } from '../core/organism.ts'
import type { ReaderSettings, Settings, Sourced } from '../ports/settings.ts'
import { apiFrom } from './api-schema.ts'
import { assayFromFile } from './assay-schema.ts'
import type { AssaydFile } from './assayd-schema.ts'
import type { ConfigFiles } from './config-files.ts'
import { configVersionOf } from './config-version.ts'
import { keepingFrom } from './keeping-schema.ts'
import { healthFrom } from './health-schema.ts'
import { logFrom } from './log-schema.ts'
import { shownFile } from './mistake.ts'
import { readerSettingsFrom } from './reader-settings.ts'
import type { Source } from './source.ts'
import { syntheticFrom } from './synthetic-schema.ts'
import { pathBeside, sha256 } from './text-file.ts'

type ReaderFile = AssaydFile['readers'][number]

/** The assays whose shape is right, by id. */
export function assaysFromFiles({ assays }: ConfigFiles): ReadonlyMap<string, Sourced<Assay>> {
  const found = assays.definitions.flatMap(({ reading }) =>
    reading?.whole ? [sourced(reading.source, assayFromFile(reading.whole))] : [],
  )
  return new Map(found.map((assay) => [assay.value.id, assay]))
}

/** The settings that sound files stand for. Throws TypeError when the files have mistakes. */
export function settingsFromFiles(
  configFile: string,
  files: ConfigFiles,
  known: Pick<Settings, 'assays' | 'layouts'>,
): Settings {
  const { main, organisms } = files
  if (!main?.whole || !organisms?.whole)
    throw new TypeError('Expected files without mistakes; check them before.')
  const { lab, folders, csv, api, log, retention, health, synthetic, readers } = main.whole
  const beside = (path: string) => pathBeside(configFile, path)
  return {
    lab,
    file: shownFile(configFile),
    folders: {
      data: beside(folders.data),
      exports: beside(folders.exports),
      runSheets: beside(folders.run_sheets),
    },
    csv,
    api: apiFrom(api, configFile),
    log: logFrom(log),
    keeping: keepingFrom(main.whole, beside),
    health: healthFrom(health, retention?.database_warn_mb ?? null),
    synthetic: syntheticFrom(synthetic, configFile),
    readers: readers.map((reader) => readerFromFile(reader, configFile)),
    ...known,
    organisms: sourced<readonly Organism[]>(organisms.source, organisms.whole.organisms),
    version: configVersionOf(configFile, files),
  }
}

/** A value with the file, text and hash it comes from. */
export function sourced<Value>({ file, text }: Source, value: Value): Sourced<Value> {
  return { value, file, text, hash: sha256(text) }
}

function readerFromFile(reader: ReaderFile, configFile: string): ReaderSettings {
  const beside = (path: string): string => pathBeside(configFile, path)
  const { id, driver, port, trigger, default_layout: defaultLayout, simulator } = reader
  const [, kind = '', path] = /^(replay|folder):(.+)$/.exec(port) ?? []
  return {
    id,
    driver,
    port: path === undefined ? port : `${kind}:${beside(path)}`,
    trigger,
    ...lineFrom(reader.line),
    ...identityFrom(reader.identity),
    settings: readerSettingsFrom(configFile, reader.settings),
    defaultLayout,
    simulator: simulator && {
      plateFile: beside(simulator.plate),
      barcode: simulator.barcode,
      pace: simulator.pace,
      fault: simulator.fault,
      seed: simulator.seed,
      startEveryMs: simulator.start_every_s === null ? null : simulator.start_every_s * 1000,
    },
  }
}

function lineFrom(line: ReaderFile['line']): Pick<ReaderSettings, 'line'> {
  if (line === undefined) return {}
  const { baud, data_bits: dataBits, parity, stop_bits: stopBits, dtr, rts } = line
  const changes = { baud, dataBits, parity, stopBits, flowControl: line.flow_control, dtr, rts }
  return { line: changes }
}

function identityFrom(identity: ReaderFile['identity']): Pick<ReaderSettings, 'identity'> {
  if (identity === undefined) return {}
  const { model, serial_number: serialNumber, usb } = identity
  return { identity: { model, serialNumber, usb } }
}
