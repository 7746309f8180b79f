import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { backups } from '../../src/store/backup.ts'
import { openStore } from '../../src/store/open-store.ts'
import type { DaemonBench } from './daemon-bench.ts'

/** Backs the data folder up as it is now; gives what loses and restores it with its captures. */
export async function backedUp({
  folder,
  settings,
}: Pick<DaemonBench, 'folder' | 'settings'>): Promise<() => Promise<void>> {
  const data = settings.folders.data
  const backup = join(folder, 'backup')
  const about = { madeAt: '2026-11-23T09:15:00.000+00:00', codeVersion: '0.0.0' }
  openStore(data).close()
  await backups.make({ dataFolder: data, folder: backup, ...about })
  return async () => {
    const damaged = join(folder, 'data-damaged')
    renameSync(data, damaged)
    await backups.restore(backup, data, { captures: [damaged] })
  }
}

/** Makes its captures as versions wrote them that noted no run sheets. */
export function noteNoSheets(dataFolder: string): void {
  const captures = join(dataFolder, 'captures')
  const names = readdirSync(captures, { recursive: true, encoding: 'utf8' })
  for (const name of names.filter((one) => one.endsWith('.jsonl'))) {
    const file = join(captures, name)
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/,"sheets":\[.*?\]/g, ''))
  }
}
