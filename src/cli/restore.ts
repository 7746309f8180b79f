import { resolve } from 'node:path'

import { AssaydError } from '../core/errors.ts'
import type { LeftCapture, Restored, RestoreStep } from '../ports/backup.ts'
import { checkedLine, copiedLines, unsound } from './backup.ts'
import { checkCopy, type CheckedCopy } from './check-copy.ts'
import type { AddCommand, Tools } from './command.ts'
import { moment } from './number-format.ts'
import { progress } from './progress.ts'
import { strangeLines, takenLines } from './taken-lines.ts'
import { tellResult, type JsonFlag } from './tell-result.ts'

interface Flags extends JsonFlag {
  readonly captures?: readonly string[]
}

/**
 * `assayd restore BACKUP FOLDER`: a backup becomes a data folder that is not there yet. The folder
 * in use is never touched, so that a restore can be rehearsed at any time.
 */
export const addRestore: AddCommand = (program, tools) => {
  program
    .command('restore <backup> <folder>')
    .description('make a new data folder of a backup, and check it; nothing is overwritten')
    .option('--captures <folder>', CAPTURES, added)
    .option('--json', 'the folder, the manifest of the backup and what was taken, as JSON')
    .action(async (backup: string, folder: string, flags: Flags) => {
      const target = resolve(folder)
      const tell = flags.json === true ? () => {} : tellerOf(tools)
      const captures = (flags.captures ?? []).map((one) => resolve(one))
      const how = { captures, tell }
      const restored = await tools.backups.restore(resolve(backup), target, how)
      tellRestored(tools, { folder: target, ...restored, checked: checkCopy(tools, target) }, flags)
    })
}

const CAPTURES =
  'a damaged data folder: what its captures hold beyond the backup is taken over; ' +
  'again for another one'

function added(folder: string, before: readonly string[] = []): readonly string[] {
  return [...before, folder]
}

const PHASES = {
  compared: 'files compared',
  copied: 'files copied',
  'looked-at': 'captures looked at',
} as const

/** Each part of the work tells how far it is from its own beginning. */
function tellerOf(tools: Tools): (step: RestoreStep) => void {
  const tellers = new Map<string, ReturnType<typeof progress>>()
  return ({ phase, ...step }) => {
    const teller = tellers.get(phase) ?? progress(tools, PHASES[phase])
    tellers.set(phase, teller)
    teller(step)
  }
}

interface Made extends Restored {
  readonly folder: string
  readonly checked: CheckedCopy
}

function tellRestored(
  tools: Tools,
  { folder, manifest, takenOver, checked }: Made,
  flags: Flags,
): void {
  const { plates, troubles } = checked
  const next = "To use it, name it as 'folders.data' in the configuration."
  const strange = strangeLines(takenOver)
  const isAsked = (flags.captures ?? []).length > 0
  tellResult(tools, flags, {
    value: { folder, troubles, plates, ...manifest, takenOver: isAsked ? takenOver : null },
    lines: [
      ...copiedLines(folder, manifest),
      ...(isAsked ? takenLines(takenOver, manifest) : []),
      checkedLine(checked),
      `backup of ${manifest.from}, made ${moment(manifest.madeAt)}`,
      ...strange,
      ...(troubles.length > 0 || strange.length > 0 ? [] : [next]),
    ],
  })
  if (troubles.length > 0) throw unsound(folder, troubles)
  if (takenOver.left.length > 0) throw disagreeing(folder, takenOver.left)
}

/** The folder is sound all the same; a person decides what the other files are worth. */
function disagreeing(folder: string, left: readonly LeftCapture[]): AssaydError {
  const lines = left.map(({ other, kept, why }) => {
    return `'${other}' was not taken: ${why}${kept === null ? '' : `; '${kept}' stands`}`
  })
  const message = `'${folder}' is restored, but for:\n${lines.join('\n')}`
  return new AssaydError('captures-disagree', message, {
    hint:
      'Keep the old folder and look at these files before a daemon runs on the new one: what it ' +
      'has settled takes no more. From a repaired copy of the old folder restore anew.',
  })
}
