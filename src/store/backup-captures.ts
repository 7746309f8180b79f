import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { staysWithin } from '../core/stays-within.ts'
import { loadArchives } from './archived.ts'
import { copyNew } from './backup-files.ts'
import { loadCaptureNames } from './captures.ts'
import { FILE_NAME } from './database.ts'
import { looking } from './looking.ts'
import { openSession } from './session.ts'

/**
 * The captures that the copied database names, but for those that it says are archived. One that
 * went to the archive behind its back is copied from there: its row is written before its file
 * goes.
 */
export function copyCaptures(dataFolder: string, partial: string) {
  const { names, archives } = capturesIn(join(partial, FILE_NAME))
  const paths = names.filter((name) => !archives.has(name)).map((name) => `captures/${name}`)
  // A name that leads out of the folder names none of its files.
  const isIn = (folder: string, path: string): boolean =>
    staysWithin(path) && existsSync(join(folder, path))
  const there = paths.filter((path) => isIn(dataFolder, path))
  const files = there.map((path) => copyNew(dataFolder, partial, path))
  const copied = new Set(there)
  const missing: string[] = []
  const gone = paths.filter((path) => !copied.has(path))
  const now = gone.length === 0 ? archives : capturesIn(join(dataFolder, FILE_NAME)).archives
  for (const path of gone) {
    const archive = now.get(path.slice('captures/'.length))
    const from = archive === undefined ? dataFolder : dirname(archive)
    if (isIn(from, path)) files.push(copyNew(from, partial, path))
    else missing.push(path)
  }
  return { files, missing }
}

function capturesIn(file: string) {
  return looking(file, (database) => {
    const session = openSession(database)
    return { names: loadCaptureNames(session), archives: loadArchives(session) }
  })
}
