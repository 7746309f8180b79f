import {
  catchError,
  concat,
  defer,
  EMPTY,
  ignoreElements,
  lastValueFrom,
  retry,
  tap,
  throwError,
  type Observable,
} from 'rxjs'

import type { ReadersWorld } from './readers/attach.ts'
import type { Bench } from './bench.ts'
import { accompanied, COMPANIONS } from './companions.ts'
import { daemonResults, type DaemonParts } from './daemon.ts'
import type { LogSettings, StdoutKind } from './core/log-settings.ts'
import type { QualityRule } from './core/quality/rule.ts'
import type { Outcome } from './flow/outcome.ts'
import { openDesk } from './readers/desk.ts'
import { leftUndone, openEnding, type Ending } from './ending.ts'
import { openHealth, type OpenHealth } from './health/health.ts'
import { InForce } from './in-force.ts'
import { openBackupDesk } from './upkeep/backup-desk.ts'
import { openLastBackup } from './upkeep/last-backup.ts'
import { logNews } from './log-news.ts'
import { openOutbox } from './upkeep/outbox.ts'
import { openOffice } from './office/office.ts'
import type { ApiOptions, ServedApi } from './ports/api.ts'
import type { Capture, CaptureHeader, CaptureWriter } from './ports/capture.ts'
import type { Clock } from './ports/clock.ts'
import type { Exporter, ExportInput } from './ports/exporter.ts'
import type { TextDialect } from './core/text-dialect.ts'
import type { Keeper } from './ports/keeping.ts'
import type { Errands } from './ports/errands.ts'
import type { Log } from './ports/log.ts'
import type { News } from './ports/news.ts'
import type { FindSupervisor } from './ports/supervisor.ts'
import type { RunProgram } from './ports/program.ts'
import type { Quarantine } from './ports/synthetic.ts'
import type { Settings, SettingsSource } from './ports/settings.ts'
import type { Sheets } from './ports/sheets.ts'
import type { Store } from './ports/store.ts'
import type { Vitals } from './ports/vitals.ts'
import { recovered } from './plates/recovery.ts'
import { Reloading } from './reload.ts'
import { driverFor } from './registry.ts'
import { Roster } from './readers/roster.ts'
import { shownOf } from './shown.ts'
import { watchedBy } from './health/service-watch.ts'
import { Tally } from './health/tally.ts'
import { openStoreGate } from './plates/store-gate.ts'
import { openTroubles } from './health/troubles.ts'

/** So long a stop waits for results that are being written out; the next start does the rest. */
const LAST_EXPORTS_MS = 5_000

/** The outside world as the daemon needs it; `main.ts` gives the real one. */
export interface World extends ReadersWorld {
  readonly clock: Clock
  readonly codeVersion: string
  readonly rules: readonly QualityRule[]
  readonly sheets: Sheets
  /** Takes the folder for this daemon alone; gives the way to let go. */
  readonly lockFolder: (dataFolder: string) => () => void
  readonly openStore: (dataFolder: string) => Store
  readonly openLog: (dataFolder: string, settings: LogSettings) => Log
  readonly exporters: (dialect: TextDialect) => readonly Exporter[]
  readonly createCapture: (dataFolder: string, header: CaptureHeader) => CaptureWriter
  readonly keeper: Keeper
  readonly captureFiles: (dataFolder: string) => readonly string[]
  /** What does long work beside the daemon, until it is closed. */
  readonly openErrands: () => Errands
  /** Runs commands of assayd beside the daemon. */
  readonly runProgram: RunProgram
  readonly quarantine: Quarantine
  /** Looks into the archive, where there is one, when the data folder has it no longer. */
  readonly readCapture: (dataFolder: string, file: string, archive?: string | null) => Capture
  /** The user of the operating system that the daemon runs as. */
  readonly localUser: string
  /** Puts the desk on the network of this machine. */
  readonly serveApi: (options: ApiOptions) => Promise<ServedApi>
  /** Whoever started the daemon as a service. */
  readonly findSupervisor: FindSupervisor
  /** What the machine says of this process. */
  readonly vitals: Vitals
}

/** How this run is meant. */
export interface RunOptions {
  readonly source: SettingsSource
  readonly once: boolean
  readonly stop: AbortSignal
  readonly tell: (news: News) => void
  /** What standard output is for, whatever the configuration says. */
  readonly stdout?: StdoutKind | null
  /** Is called once the data folder is this daemon's own. */
  readonly begun?: (settings: Settings) => void
  /** Is given what takes the configuration as it is now, for as long as the daemon runs. */
  readonly askedToReload?: (reload: () => void) => void
}

/**
 * How it ended: plates analysed and exported, and readers that gave none though one was asked of
 * each.
 */
export interface RunEnd {
  readonly plates: number
  readonly emptyHanded: readonly string[]
  /** What a stop left for the next start, a sentence each. */
  readonly left: readonly string[]
}

/**
 * The daemon from start to stop: configuration, memory, what a crash left undone, simulated readers
 * where the configuration has them, then every reader until stopped. Closes in the opposite order.
 */
export async function runDaemon(world: World, options: RunOptions): Promise<RunEnd> {
  const settings = options.source.load()
  const { folders } = settings
  const unlock = world.lockFolder(folders.data)
  const stdout = options.stdout ?? settings.log.stdout
  const log = world.openLog(folders.data, { ...settings.log, stdout })
  const store = openedStore(world, folders.data, unlock)
  const errands = world.openErrands()
  options.begun?.(settings)
  let api: ServedApi | undefined
  let roster: Roster | undefined
  let ending: Ending | undefined
  let unwatch = (): void => undefined
  let settle = (): void => undefined
  try {
    const { once, stop } = options
    const inForce = new InForce(settings, world.exporters)
    const desk = openDesk({ clock: world.clock, inForce })
    const tally = new Tally(world.clock)
    const tell = (news: News): void => {
      logNews(log, news)
      for (const listener of [desk, tally]) listener.hear(news)
      options.tell(news)
    }
    const bench = benchOf(world, options, { store, inForce, tell })
    roster = new Roster({ world, desk, tell, once, stop })
    await roster.start(settings.readers)
    stop.addEventListener('abort', () => desk.close(), { once: true })
    ending = openEnding({ clock: world.clock, desk, tally, stop })
    const parts = partsOf(world, { bench, roster, desk, tally, stop: ending.cut, once })
    const health = await openHealth({ bench, desk, tally, vitals: world.vitals })
    const reloading = new Reloading({ ...bench, inForce, roster })
    const office = openOffice(bench)
    const backups = openBackupDesk({ bench, keeper: world.keeper })
    if (!once) {
      const desks = { desk, office, backups, errands, health, config: reloading }
      const shown = shownOf(bench, { ...desks, localUser: world.localUser })
      settle = () => shown.people.settle()
      api = await world.serveApi(shown)
      if (api.network) tell({ kind: 'reachable', part: 'network', ...api.network })
      options.askedToReload?.(() => reloading.try())
    }
    unwatch = watched(world, { stop, log, health })
    const beside = once ? [] : [...COMPANIONS, () => reloading.watch$, () => office.work$]
    const given = { ...world, bench, desk, health, backups, log, stop }
    const companions = beside.map((each) => each(given))
    const end = await untilDone(parts, companions)
    return { ...end, left: leftUndone({ store, ending, roster }, log) }
  } finally {
    ending?.over()
    unwatch()
    await errands.close()
    await api?.close()
    settle()
    await roster?.close()
    store.close()
    await log.close()
    unlock()
  }
}

interface Watched {
  readonly stop: AbortSignal
  readonly log: Log
  readonly health: OpenHealth
}

/**
 * The supervisor hears of the daemon from here on. It lives while its event loop turns, and while
 * nothing is wrong that a fresh process would mend.
 */
function watched(world: World, { stop, log, health }: Watched): () => void {
  const supervisor = world.findSupervisor(({ message, code }) => log.warn(message, { code }))
  const isAlive = (): boolean => !health.report().findings.some((each) => each.restartHelps)
  return watchedBy({ supervisor, clock: world.clock, stop, isAlive })
}

type Given = Pick<DaemonParts, 'bench' | 'desk' | 'stop' | 'once'> & {
  readonly roster: Roster
  readonly tally: Tally
}

function partsOf(world: World, { roster, tally, ...given }: Given): DaemonParts {
  const { data } = given.bench.settings.folders
  return {
    ...given,
    joined$: roster.joined$,
    captureFiles: () => world.captureFiles(data),
    readCapture: (file) => world.readCapture(data, file),
    driverOf: ({ driver, settings: told }) => {
      const pair = world.drivers.get(driver)
      return pair && driverFor(pair, told)
    },
    transportOf: (id) => roster.readers().find(({ reader }) => reader.id === id)?.transport,
    createCapture: (header) => tally.counting(world.createCapture(data, header)),
  }
}

function benchOf(
  { clock, rules, sheets, codeVersion }: World,
  { source, once, stop }: RunOptions,
  { store, inForce, tell }: Pick<Bench, 'store' | 'tell'> & { readonly inForce: InForce },
): Bench {
  const troubles = openTroubles(clock, tell)
  const bench: Bench = {
    clock,
    store,
    source,
    sheets,
    rules,
    codeVersion,
    tell,
    troubles,
    gate: openStoreGate({ clock, troubles, stop, waits: !once }),
    lastBackup: openLastBackup(),
    get settings() {
      return inForce.settings
    },
    get exporters() {
      return inForce.exporters
    },
    get outbox() {
      return outbox
    },
  }
  const outbox = once ? null : openOutbox(bench)
  return bench
}

/** A store that does not open leaves no lock behind. */
function openedStore(world: World, folder: string, unlock: () => void): Store {
  try {
    return world.openStore(folder)
  } catch (error) {
    unlock()
    throw error
  }
}

/** Recovery does nothing twice, and may begin anew as often as the store needs. */
function recoveredPatiently(parts: DaemonParts): Observable<Outcome<ExportInput>> {
  return recovered(parts).pipe(
    retry({ delay: (error) => parts.bench.gate.again(error) }),
    catchError((error: unknown) => (parts.stop.aborted ? EMPTY : throwError(() => error))),
  )
}

async function untilDone(
  parts: DaemonParts,
  companions: readonly Observable<never>[],
): Promise<Omit<RunEnd, 'left'>> {
  const gave = new Set<string>()
  let plates = 0
  const count = (outcome: Outcome<ExportInput>): void => {
    if (!outcome.ok) return
    plates += 1
    gave.add(outcome.value.read.readerId)
  }
  const work$ = concat(
    recoveredPatiently(parts),
    daemonResults(parts).pipe(tap(count)),
    defer(async () => parts.bench.outbox?.emptied(LAST_EXPORTS_MS)).pipe(ignoreElements()),
  )
  await lastValueFrom(accompanied(work$, companions), { defaultValue: undefined })
  const asked = parts.bench.settings.readers
    .filter(({ trigger }) => trigger !== 'listen')
    .map(({ id }) => id)
  return { plates, emptyHanded: asked.filter((id) => !gave.has(id)) }
}
