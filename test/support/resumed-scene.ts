import { filter, firstValueFrom, map } from 'rxjs'
import { onTestFinished } from 'vitest'

import { plateNumber } from '../../scripts/support/numbered-plates.ts'
import type { RunSheet } from '../../src/core/run-sheet.ts'
import type { ApiOptions } from '../../src/ports/api.ts'
import type { Desk, ReaderReport } from '../../src/ports/desk.ts'
import type { SimulatedReader, Simulator } from '../../src/ports/simulator.ts'
import type { ReadTrigger } from '../../src/ports/settings.ts'
import type { RunEnd } from '../../src/run-daemon.ts'
import { daemonBench, type DaemonBench } from './daemon-bench.ts'
import { IL6, SMALL_LAYOUT } from './il6-plate.ts'
import { memoryTransport, type MemoryTransport } from './memory-transport.ts'
import { simulatedClock, type SimulatedClock } from './simulated-clock.ts'

/** One start of the daemon. */
export interface Started {
  readonly desk: Desk
  /** Lets time run until the reader's report is so; what it is already counts. */
  readonly until: (isSo: (reader: ReaderReport) => boolean) => Promise<ReaderReport>
  readonly stop: () => Promise<RunEnd>
}

/** A daemon that is started again and again at one reader, which goes on without it. */
export interface ResumedScene {
  readonly bench: DaemonBench
  readonly clock: SimulatedClock
  readonly wire: MemoryTransport
  readonly reader: SimulatedReader
  readonly start: () => Promise<Started>
  /** Those in the folder. */
  readonly sheets: RunSheet[]
  /** What is wrong with other files there. */
  readonly mistakes: string[]
  /** Somebody puts in one like `P1`, of another plate. */
  readonly addSheet: (plate: string) => void
  /** Somebody sets the computer's clock, forward or back. */
  readonly setClock: (byMs: number) => void
  /** The cable between the adapter and the reader is out, or in again. */
  readonly plug: (isIn: boolean) => void
}

interface Setting {
  readonly simulator: Simulator
  readonly trigger: ReadTrigger
  readonly fault?: string
  /** So long its connection takes to close. */
  readonly closingMs?: number
}

/** The run sheet `P1` waits for its plate. */
export function resumedScene(setting: Setting): ResumedScene {
  const { simulator, trigger, fault, closingMs = 0 } = setting
  const clock = simulatedClock()
  let setMs = 0
  let isPlugged = true
  const sheets = [SHEET]
  const mistakes: string[] = []
  const asSet = () => ({ ...clock.now(), epochMs: clock.now().epochMs + setMs })
  let number = 0
  const nextPlate = () => plateNumber((number += 1))
  const reader = simulator.create({ nextPlate, fault: fault ?? null, seed: 1 })
  const wire = memoryTransport({ reader, clock, closingMs, understands: () => isPlugged })
  let opened = Promise.withResolvers<ApiOptions>()
  const serveApi = async (options: ApiOptions) => {
    opened.resolve(options)
    return { url: 'none', network: null, close: async () => {} }
  }
  const bench = daemonBench({
    port: 'memory',
    driver: simulator.driverId,
    trigger,
    layout: SMALL_LAYOUT,
    assay: IL6,
    sheets: () => sheets,
    mistakes: () => mistakes,
    world: { clock: { ...clock, now: asSet }, openTransport: () => wire, serveApi },
  })
  onTestFinished(() => bench.remove())
  const start = async (): Promise<Started> => {
    opened = Promise.withResolvers()
    const stop = new AbortController()
    const run = bench.run({ once: false, stop: stop.signal })
    const { desk } = await clock.runUntil(opened.promise)
    const until = async (isSo: (one: ReaderReport) => boolean): Promise<ReaderReport> => {
      const now = desk.reader('elx')
      if (isSo(now)) return now
      const later = desk.changes().pipe(
        map((event) => event.reader),
        filter(isSo),
      )
      return clock.runUntil(firstValueFrom(later))
    }
    return {
      desk,
      until,
      stop: () => {
        stop.abort()
        return clock.runUntil(run)
      },
    }
  }
  const setClock = (byMs: number): void => void (setMs += byMs)
  const plug = (isIn: boolean): void => void (isPlugged = isIn)
  const addSheet = (plate: string): void => void sheets.push({ ...SHEET, plate })
  return { bench, clock, wire, reader, start, sheets, mistakes, addSheet, setClock, plug }
}

const SHEET: RunSheet = {
  plate: 'P1',
  layout: 'test',
  assay: null,
  reader: 'elx',
  barcode: null,
  kitLot: 'L1',
  operator: 'Asha',
  specimens: [
    { slot: 1, specimen: 'S1', mother: 'M1', visit: '', date: '' },
    { slot: 2, specimen: 'S2', mother: 'M2', visit: '', date: '' },
  ],
}
