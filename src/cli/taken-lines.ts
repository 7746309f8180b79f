import { counted } from '../core/counted.ts'
import type { BackupManifest, TakenOver } from '../ports/backup.ts'
import { significant } from './number-format.ts'

const MEBIBYTE = 1024 * 1024

/** What a restore took over from other data folders, and what it did not. */
export function takenLines(
  { taken, equal, shorter, left }: TakenOver,
  { files }: Pick<BackupManifest, 'files'>,
): readonly string[] {
  const held = new Set(files.map(({ path }) => path))
  const longer = taken.filter(({ path }) => held.has(path)).length
  const bytes = taken.reduce((sum, one) => sum + one.bytes, 0)
  const size = `${significant(bytes / MEBIBYTE, 3)} MiB`
  const parts = `${taken.length - longer} new, of ${longer} the rest`
  return [
    `taken over from ${counted(taken.length, 'capture')} (${parts}): ${size}`,
    `${equal} equal, ${shorter} shorter than in the backup, ${left.length} not taken`,
    ...(isStranger({ equal, shorter, left }, { longer, held }) ? [STRANGER] : []),
  ]
}

const STRANGER =
  'No capture of the backup is there: was the backup made of that folder? If not, do not use this.'

/** Of a lab with two data folders the wrong one may have been named. */
function isStranger(
  { equal, shorter, left }: Pick<TakenOver, 'equal' | 'shorter' | 'left'>,
  { longer, held }: { readonly longer: number; readonly held: ReadonlySet<string> },
): boolean {
  const common = left.filter(({ path }) => held.has(path)).length
  // The database is one of the files.
  return held.size > 1 && equal + shorter + longer + common === 0
}
