import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Assay } from '../../src/core/assay.ts'
import { AssaydError } from '../../src/core/errors.ts'
import type { Layout } from '../../src/core/layout/layout.ts'
import { USUAL_HEALTH } from '../../src/core/health/limits.ts'
import { USUAL_LOG } from '../../src/core/log-settings.ts'
import type { RunSheet } from '../../src/core/run-sheet.ts'
import { KEEP_EVERYTHING, type KeepingSettings } from '../../src/ports/keeping.ts'
import type { News } from '../../src/ports/news.ts'
import type {
  ReaderSettings,
  ReadTrigger,
  Settings,
  SettingsSource,
  Sourced,
} from '../../src/ports/settings.ts'
import type { Store } from '../../src/ports/store.ts'
import { runDaemon, type RunEnd, type World } from '../../src/run-daemon.ts'
import { versionFrom } from '../../src/settings/config-version.ts'
import { openStore } from '../../src/store/open-store.ts'
import { realWorld } from '../../src/world.ts'

/** The daemon with everything real but its configuration, in a folder of its own. */
export interface DaemonBench {
  readonly folder: string
  readonly settings: Settings
  readonly news: News[]
  /** Somebody saves the configuration, changed or with mistakes. */
  edit(change: Partial<Settings> | AssaydError): void
  /** Runs until stopped, or until each reader gave a plate when `once`. */
  run(options: { readonly once: boolean; readonly stop?: AbortSignal }): Promise<RunEnd>
  /** Resolves at the first news that fits; news from before count. */
  heard<Kind extends News['kind']>(
    kind: Kind,
    count?: number,
  ): Promise<Extract<News, { kind: Kind }>>
  /** Looks into the stored data, after the daemon stopped. */
  look<Value>(into: (store: Store) => Value): Value
  remove(): void
}

export interface BenchSettings {
  readonly port: string
  readonly trigger: ReadTrigger
  readonly layout: Layout | null
  /** What the reader is; an ELx when left out. */
  readonly driver?: string
  readonly readerSettings?: unknown
  /** What else the configuration says of the reader. */
  readonly more?: Pick<ReaderSettings, 'line' | 'identity'>
  /** Layouts on file besides. */
  readonly otherLayouts?: readonly Layout[]
  readonly assay: Assay
  /** How things are kept, where it is not everything for ever. */
  readonly keeping?: Partial<KeepingSettings>
  /** The run sheets in the folder, as they are when they are looked at. */
  readonly sheets?: () => readonly RunSheet[]
  /** What is wrong with other files there. */
  readonly mistakes?: () => readonly string[]
  /** Replaces parts of the real world. */
  readonly world?: Partial<World>
}

function sourced<Value>(value: Value): Sourced<Value> {
  const text = JSON.stringify(value)
  return { value, file: 'test', text, hash: createHash('sha256').update(text).digest('hex') }
}

function settingsIn(folder: string, bench: BenchSettings): Settings {
  const { layout, otherLayouts = [], assay } = bench
  const onFile = [...(layout === null ? [] : [layout]), ...otherLayouts]
  return versioned({
    lab: 'Test',
    file: 'test',
    folders: { data: join(folder, 'data'), exports: join(folder, 'exports'), runSheets: folder },
    keeping: { ...KEEP_EVERYTHING, ...bench.keeping },
    csv: { separator: ',', decimal: '.' },
    api: { host: '127.0.0.1', port: 0, network: null },
    log: USUAL_LOG,
    health: USUAL_HEALTH,
    synthetic: null,
    readers: [
      {
        id: 'elx',
        driver: bench.driver ?? 'biotek-elx',
        port: bench.port,
        trigger: bench.trigger,
        defaultLayout: layout?.id ?? null,
        simulator: null,
        settings: bench.readerSettings,
        ...bench.more,
      },
    ],
    assays: new Map([[assay.id, sourced(assay)]]),
    layouts: new Map(onFile.map((one) => [one.id, sourced(one)])),
    organisms: sourced([]),
  })
}

/** The settings as if they had been written down in one file. */
function versioned(settings: Omit<Settings, 'version'>): Settings {
  const { assays, layouts, ...rest } = settings
  const text = JSON.stringify({ ...rest, assays: [...assays], layouts: [...layouts] })
  const hash = createHash('sha256').update(text).digest('hex')
  return { ...settings, version: versionFrom([{ name: 'settings.json', text, hash }]) }
}

/** Settings that somebody edits meanwhile, without files. */
function editableSource(
  first: Settings,
  { sheets, mistakes }: BenchSettings,
): Pick<DaemonBench, 'edit'> & { readonly source: SettingsSource } {
  let settings = first
  let mistake: AssaydError | null = null
  let edits = 0
  const load = (): Settings => {
    if (mistake !== null) throw mistake
    return settings
  }
  return {
    source: {
      load,
      look: async () => String(edits),
      dataFolder: () => first.folders.data,
      runSheets: () => ({
        sheets: (sheets?.() ?? []).map(sourced),
        mistakes: mistakes?.() ?? [],
        folder: { volume: 1, unclear: [] },
      }),
    },
    edit: (change) => {
      edits += 1
      mistake = change instanceof AssaydError ? change : null
      if (change instanceof AssaydError) return
      const { version: _, ...now } = settings
      settings = versioned({ ...now, ...change })
    },
  }
}

export function daemonBench(bench: BenchSettings): DaemonBench {
  const folder = mkdtempSync(join(tmpdir(), 'assayd-bench-'))
  mkdirSync(join(folder, 'data'))
  const settings = settingsIn(folder, bench)
  const { source, edit } = editableSource(settings, bench)
  const news: News[] = []
  const listeners = new Set<() => void>()
  return {
    folder,
    settings,
    news,
    edit,
    run: async ({ once, stop }) => {
      const world = { ...(await realWorld()), ...bench.world }
      const tell = (one: News): void => {
        news.push(one)
        for (const listener of listeners) listener()
      }
      return runDaemon(world, { source, once, stop: stop ?? new AbortController().signal, tell })
    },
    heard: (kind, count = 1) =>
      new Promise((resolve) => {
        const look = (): void => {
          const fitting = news.filter(
            (one): one is Extract<News, { kind: typeof kind }> => one.kind === kind,
          )
          const found = fitting[count - 1]
          if (found === undefined) return
          listeners.delete(look)
          resolve(found)
        }
        listeners.add(look)
        look()
      }),
    look: (into) => {
      const store = openStore(settings.folders.data)
      try {
        return into(store)
      } finally {
        store.close()
      }
    },
    // In simulated time the limit of a stop comes before the last files are on the real disk.
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }),
  }
}
