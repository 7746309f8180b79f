import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { APPROVAL, manifestFrom, MANIFEST } from '../../src/store/backup.ts'

/** When the newest good backup of a folder was made, in milliseconds since 1970; null without. */
export function lastBackupMs(folder: string): number | null {
  if (!existsSync(folder)) return null
  const made = readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((backup) => existsSync(join(backup, APPROVAL)))
    .map((backup) => manifestFrom(readFileSync(join(backup, MANIFEST), 'utf8'))?.madeAt)
    .flatMap((madeAt) => (madeAt === undefined ? [] : [Date.parse(madeAt)]))
  return made.length === 0 ? null : Math.max(...made)
}
