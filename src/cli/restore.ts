import { resolve } from 'node:path'

import { checkedLine, copiedLines, unsound } from './backup.ts'
import { checkCopy } from './check-copy.ts'
import type { AddCommand } from './command.ts'
import { moment } from './number-format.ts'
import { tellResult, type JsonFlag } from './tell-result.ts'

/**
 * `assayd restore BACKUP FOLDER`: a backup becomes a data folder that is not there yet. The folder
 * in use is never touched, so that a restore can be rehearsed at any time.
 */
export const addRestore: AddCommand = (program, tools) => {
  program
    .command('restore <backup> <folder>')
    .description('make a new data folder of a backup, and check it; nothing is overwritten')
    .option('--json', 'the folder and the manifest of the backup as one JSON object')
    .action(async (backup: string, folder: string, flags: JsonFlag) => {
      const target = resolve(folder)
      const manifest = await tools.backups.restore(resolve(backup), target)
      const checked = checkCopy(tools, target)
      const { plates, troubles } = checked
      const next = "To use it, name it as 'folders.data' in the configuration."
      tellResult(tools, flags, {
        value: { folder: target, troubles, plates, ...manifest },
        lines: [
          ...copiedLines(target, manifest),
          checkedLine(checked),
          `backup of ${manifest.from}, made ${moment(manifest.madeAt)}`,
          ...(troubles.length > 0 ? [] : [next]),
        ],
      })
      if (troubles.length > 0) throw unsound(target, troubles)
    })
}
