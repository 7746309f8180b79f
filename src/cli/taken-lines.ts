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
  const size = bytes < 1024 ? counted(bytes, 'byte') : `${significant(bytes / MEBIBYTE, 3)} MiB`
  const parts = `${taken.length - longer} new, of ${longer} the rest`
  return [
    `taken over from ${counted(taken.length, 'capture')} (${parts}): ${size}`,
    `${equal} equal, ${shorter} shorter than in the backup, ${left.length} not taken`,
  ]
}

/** Of a lab with two data folders the wrong one may have been named; each folder a line. */
export function strangeLines({ strange }: Pick<TakenOver, 'strange'>): readonly string[] {
  return strange.map(
    (folder) =>
      `The backup knows no capture of '${folder}': was it made of that folder? If not, do not ` +
      'use this: plates of another place would be stored as yours.',
  )
}
