import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

import { counted } from '../core/counted.ts'
import { AssaydError } from '../core/errors.ts'
import type { BackupManifest } from '../ports/backup.ts'
import { isoFromInstant } from '../ports/clock.ts'
import { checkCopy, type CheckedCopy } from './check-copy.ts'
import type { AddCommand } from './command.ts'
import { dataFolderOf, withPlace, type PlaceFlags } from './place.ts'
import { tellResult, type JsonFlag } from './tell-result.ts'
import { significant } from './number-format.ts'

const MEBIBYTE = 1024 * 1024

/** `assayd-20261123-091500`: the local time at which the backup began. */
function nameAt(madeAt: string): string {
  const [date = '', time = ''] = madeAt.split('T')
  return `assayd-${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}`
}

/** A clock that was set back may name a backup as an earlier one is named. */
function freeName(folder: string, number = 1): string {
  const name = number === 1 ? folder : `${folder}-${number}`
  return existsSync(name) ? freeName(folder, number + 1) : name
}

/** `assayd backup DIR`: a checked copy of database and captures, beside a daemon that goes on. */
export const addBackup: AddCommand = (program, tools) => {
  withPlace(program.command('backup <dir>'))
    .description('copy database and captures into a new folder in DIR, and check the copy')
    .option('--json', 'the folder and its manifest as one JSON object')
    .action(async (dir: string, flags: PlaceFlags & JsonFlag) => {
      const data = dataFolderOf(tools, flags)
      const madeAt = isoFromInstant(tools.clock.now())
      const folder = freeName(join(resolve(dir), nameAt(madeAt)))
      const { codeVersion } = tools
      const from = { dataFolder: data, folder, madeAt, codeVersion }
      const manifest = await tools.backups.make(from)
      const checked = checkCopy(tools, folder)
      const { plates, troubles } = checked
      const all = [...manifest.missing.map((path) => `${path} is missing`), ...troubles]
      tellResult(tools, flags, {
        value: { folder, troubles: all, plates, ...manifest },
        lines: [...copiedLines(folder, manifest), checkedLine(checked)],
      })
      if (all.length > 0) throw unsound(folder, all)
      tools.backups.approve(folder, {
        checkedAt: isoFromInstant(tools.clock.now()),
        plates: plates ?? 0,
      })
    })
}

/** Where a copy is and how much it holds. */
export function copiedLines(folder: string, { files }: BackupManifest): readonly string[] {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  const captures = files.length - 1
  const within = `the database and ${counted(captures, 'capture')}`
  return [folder, `${within}, ${significant(bytes / MEBIBYTE, 3)} MiB`]
}

/** What was looked at in a copy. */
export function checkedLine({ plates }: CheckedCopy): string {
  const of = 'checked: the database by SQLite'
  if (plates === null) return `${of}; it is of an older form, so that no plate was computed again`
  return `${of}, ${counted(plates, 'plate')} computed again`
}

/** The copy stays: it is what there is, and the original has the same troubles. */
export function unsound(folder: string, troubles: readonly string[]): AssaydError {
  const message = `'${folder}' was written, but it is not sound:\n${troubles.join('\n')}`
  return new AssaydError('backup-damaged', message, {
    hint: "Run 'assayd verify' on the data folder, and keep the older backups.",
  })
}
