import { rmSync } from 'node:fs'
import { join } from 'node:path'

import { simulator as elx } from '../../drivers/biotek-elx/simulator.ts'
import type { Simulator } from '../../src/ports/simulator.ts'
import { runDaemon, type World } from '../../src/run-daemon.ts'
import { serveSimulator } from '../../src/serial/serve-simulator.ts'
import { settingsFrom } from '../../src/settings/settings-source.ts'
import { systemClock as clock } from '../../src/system-clock.ts'
import { benchConfig } from './bench-config.ts'
import { writeSheet } from './made-sheets.ts'
import { noisyPlates } from './noisy-plates.ts'

export interface MadePlates {
  /** Gets `config`, `data` and `exports`. */
  readonly folder: string
  readonly plates: number
  /** Told after each plate. */
  readonly tell?: (done: number) => void
}

/**
 * Plates through the real pipeline at once, without the pauses of a reader, each with its run sheet
 * and its kit lot; captures, database and files as a daemon leaves them. Gives the configuration
 * file.
 */
export async function makePlates(world: World, parts: MadePlates): Promise<string> {
  const { folder, plates, tell } = parts
  const nextPlate = noisyPlates(world, 1)
  const simulator: Simulator = {
    ...elx,
    create: (options) => elx.create({ ...options, nextPlate }),
  }
  const listen = 'tcp://127.0.0.1:0'
  const at = { simulator, plates: [], listen, pace: 'fast', fault: null, seed: 1, clock } as const
  const served = await serveSimulator(at)
  const config = benchConfig({ folder, name: 'Made plates', port: served.address })
  const nextSheet = sheetsIn(join(folder, 'config', 'run-sheets'))
  nextSheet(1)
  let done = 0
  const stop = new AbortController()
  await runDaemon(world, {
    source: settingsFrom(config, [...world.drivers.keys()]),
    once: false,
    stop: stop.signal,
    tell: (news) => {
      if (news.kind === 'plate') nextSheet(done + 2)
      if (news.kind !== 'analysed') return
      done += 1
      tell?.(done)
      if (done >= plates) stop.abort()
    },
  })
  await served.close()
  return config
}

/** Puts the run sheet of plate n in the place of the one before. */
function sheetsIn(folder: string): (number: number) => void {
  let before: string | undefined
  return (number) => {
    if (before !== undefined) rmSync(before)
    const plate = `MADE-${String(number).padStart(6, '0')}`
    before = writeSheet(folder, { reader: 'elx', plate, number })
  }
}
