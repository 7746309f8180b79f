import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as later } from 'node:timers/promises'

import { backups } from '../../src/store/backup.ts'
import type { Random } from '../demo/random.ts'
import { OWN_BACKUPS } from './bench.ts'
import { assayd, type Running } from './daemon-process.ts'
import { count, looking } from './database.ts'

const READS = 'SELECT count(*) FROM reads'
/** So many backups of ten are killed themselves. */
const KILLED_SHARE = 0.3
const FIRST_GUESS_MS = 2000

/** One `assayd backup` beside a daemon. */
interface Begun {
  readonly folder: string
  readonly running: Running
  /** Reads that were stored when it began. */
  readonly readsThen: number
  wasKilled: boolean
}

/** What became of all backups. */
export interface BackupAccount {
  readonly whole: number
  readonly killed: number
  /** Of those that the daemon made by itself, the ones that it kept. */
  readonly own: number
  readonly wrong: readonly string[]
}

/** Backups begun beside daemons that are about to be killed. */
export interface TortureBackups {
  /** Begins one; gives how long one takes. */
  start(): number
  /** Waits for all of them, and restores and checks whatever they left. */
  account(): Promise<BackupAccount>
}

export function backupsOf(folder: string, random: Random): TortureBackups {
  const all: Begun[] = []
  let tookMs = FIRST_GUESS_MS
  return {
    start: () => {
      const to = join(folder, 'backups', String(all.length + 1))
      mkdirSync(to, { recursive: true })
      const startMs = performance.now()
      const data = join(folder, 'data')
      // The configuration may be broken by an edit in a moment.
      const running = assayd('backup', to, '--data', data)
      const readsThen = looking(data, (rows) => count(rows, READS)) ?? 0
      const begun = { folder: to, running, readsThen, wasKilled: false }
      all.push(begun)
      if (random.uniform() < KILLED_SHARE) void killSoon(begun, random.uniform() * tookMs)
      else void running.ended.then(() => (tookMs = (tookMs + performance.now() - startMs) / 2))
      return tookMs
    },
    account: async () => {
      const wrong: string[] = []
      for (const one of all) wrong.push(...(await troublesOf(one)))
      const own = namesIn(join(folder, OWN_BACKUPS))
      for (const copy of own) wrong.push(...(await copyTroubles(copy, { readsThen: 0 })))
      const killed = all.filter(({ wasKilled }) => wasKilled).length
      return { whole: all.length - killed, own: own.length, killed, wrong }
    },
  }
}

async function killSoon(begun: Begun, afterMs: number): Promise<void> {
  await Promise.race([later(afterMs), begun.running.ended])
  begun.wasKilled = begun.running.process.kill('SIGKILL')
}

/** A killed backup may leave its unfinished folder; whatever has its final name must be whole. */
async function troublesOf({ folder, running, ...begun }: Begun): Promise<readonly string[]> {
  const { code, errors } = await running.ended
  const copies = namesIn(folder)
  const failed = !begun.wasKilled && code !== 0 ? [`exit ${code}: ${errors}`] : []
  const missing = !begun.wasKilled && copies.length !== 1 ? ['there is no copy'] : []
  const wrong = [...failed, ...missing]
  for (const copy of copies) wrong.push(...(await copyTroubles(copy, begun)))
  if (wrong.length === 0) rmSync(folder, { recursive: true })
  return wrong.map((what) => `${folder}: ${what}`)
}

/** Copies that have their final name. */
function namesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => !name.endsWith('.partial'))
    .map((name) => join(folder, name))
}

async function copyTroubles(
  copy: string,
  { readsThen }: Pick<Begun, 'readsThen'>,
): Promise<readonly string[]> {
  const restored = `${copy}-restored`
  const { manifest } = await backups.restore(copy, restored)
  const reads = looking(restored, (rows) => count(rows, READS)) ?? 0
  const files = looking(restored, (rows) => rows('SELECT file FROM captures')) ?? []
  const lost = files.filter(({ file }) => !existsSync(join(restored, 'captures', String(file))))
  return [
    ...backups.troubles(restored),
    ...manifest.missing.map((file) => `${file} was not there to be copied`),
    ...lost.map(({ file }) => `${String(file)} was not copied`),
    ...(reads < readsThen ? [`${reads} reads, though ${readsThen} were stored before it`] : []),
  ]
}
