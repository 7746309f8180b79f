import { accessSync, constants, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { counted } from '../core/counted.ts'
import type { Settings } from '../ports/settings.ts'
import type { Tools } from './command.ts'
import { fine, type Checked } from './doctor-checked.ts'

/** What a write that was cut off leaves behind. */
const LEFT_OVER = /\.(partial|tmp)(-|$)|\.partial$/u

/** The folders of the configuration, the database in them, and what was left behind. */
export function* checksOfFolders(tools: Tools, settings: Settings): Generator<Checked> {
  const { data, exports, runSheets } = settings.folders
  yield* checksOfData(tools, data)
  yield writable('exports folder', exports, 'warn')
  yield existsSync(runSheets)
    ? fine('run sheet folder', runSheets)
    : missing('run sheet folder', runSheets)
  const leftovers = [...leftIn(data), ...leftIn(exports)]
  const few = leftovers.slice(0, 3).join(', ')
  yield leftovers.length === 0
    ? fine('leftovers', 'none')
    : {
        what: 'leftovers',
        state: 'warn',
        says: `${counted(leftovers.length, 'file')} of writes that were cut off: ${few}`,
        hint: 'While no daemon, backup or export runs they may be deleted.',
      }
}

/** What is stored, and whether more can be. */
export function* checksOfData(tools: Tools, data: string): Generator<Checked> {
  yield writable('data folder', data, 'fail')
  yield database(tools, data)
}

function missing(what: string, folder: string): Checked {
  return { what, state: 'warn', says: `${folder} is not there`, hint: 'Make it.' }
}

/** Writes and removes a small file, since rights alone do not tell of a full or read-only disk. */
function writable(what: string, folder: string, worst: 'warn' | 'fail'): Checked {
  if (!existsSync(folder)) return toBeMade(what, folder, worst)
  const file = join(folder, `.assayd-doctor-${process.pid}`)
  try {
    writeFileSync(file, 'assayd doctor\n')
    rmSync(file)
    return fine(what, folder)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const hint = 'Check the rights of this user there, and the room on the disk.'
    return { what, state: worst, says: `${folder} cannot be written: ${why}`, hint }
  }
}

/** The daemon makes the folder when it needs it, if it may. */
function toBeMade(what: string, folder: string, worst: 'warn' | 'fail'): Checked {
  let above = dirname(folder)
  while (!existsSync(above) && dirname(above) !== above) above = dirname(above)
  try {
    accessSync(above, constants.W_OK)
    return fine(what, `${folder}, to be made`)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const says = `${folder} is not there and cannot be made: ${why}`
    return { what, state: worst, says, hint: 'Make it, and give this user the right to write it.' }
  }
}

function database({ checkDatabase }: Tools, data: string): Checked {
  const found = checkDatabase(data)
  const hint = 'Stop the daemon, keep the file, and restore a backup: `assayd restore --captures`.'
  if (found === null) return fine('database', 'none yet')
  if (found === 'ok') return fine('database', 'sound')
  return { what: 'database', state: 'fail', says: found, hint }
}

function leftIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return names.filter((name) => LEFT_OVER.test(name)).map((name) => join(folder, name))
}
