import { join } from 'node:path'

import { staysWithin } from '../core/stays-within.ts'
import type {
  BackupFile,
  LeftCapture,
  RestoreStep,
  TakenCapture,
  TakenOver,
} from '../ports/backup.ts'
import { loadArchives } from './archived.ts'
import type { CaptureSource } from './capture-sources.ts'
import { loadCaptureEnds } from './captures.ts'
import { FILE_NAME } from './database.ts'
import { looking } from './looking.ts'
import { openSession } from './session.ts'
import { takeCapture, type Known, type TakeEnd } from './take-capture.ts'

/** The copy of a backup that captures are taken into. */
export interface Restoring {
  /** Where it is until it is whole. */
  readonly partial: string
  /** What it will be named. */
  readonly dataFolder: string
  /** What is in it. */
  readonly files: readonly BackupFile[]
  readonly tell: (step: RestoreStep) => void
}

/**
 * Takes over the captures that a backup does not hold, and the rest of those that went on behind
 * it. The daemon hears at its next start what its database does not know of them.
 */
export function takenOver(sources: readonly CaptureSource[], restoring: Restoring): TakenOver {
  const taken: TakenCapture[] = []
  const left: LeftCapture[] = []
  const counts = { equal: 0, shorter: 0 }
  const total = sources.reduce((sum, { files }) => sum + files.length, 0)
  let done = 0
  const { take, isStrange } = takerInto(restoring)
  for (const source of sources) {
    for (const name of source.links) {
      left.push(leftOf(source, name, { kept: null, why: 'it is a link to a folder' }))
    }
    for (const name of source.files) {
      const { end, kept } = take(source, name)
      const from = join(source.folder, name)
      if (end.kind === 'taken') taken.push({ path: pathOf(name), bytes: end.bytes, from })
      else if (end.kind === 'left') left.push(leftOf(source, name, { kept, why: end.why }))
      else counts[end.kind] += 1
      restoring.tell({ phase: 'looked-at', done: (done += 1), total })
    }
  }
  const strange = sources.filter(isStrange).map(({ folder }) => folder)
  return { taken, ...counts, left, strange }
}

function pathOf(name: string): string {
  return `captures/${name}`
}

function leftOf(
  { folder }: CaptureSource,
  name: string,
  { kept, why }: Pick<LeftCapture, 'kept' | 'why'>,
): LeftCapture {
  return { path: pathOf(name), kept, other: join(folder, name), why }
}

/** Takes one after the other; what an earlier folder gave is what the next is compared with. */
function takerInto({ partial, dataFolder, files }: Restoring) {
  const held = new Map(files.map((file) => [file.path, file]))
  const { ends, archives } = looking(join(partial, FILE_NAME), (database) => {
    const session = openSession(database)
    return { ends: loadCaptureEnds(session), archives: loadArchives(session) }
  })
  const isStrange = (source: CaptureSource): boolean =>
    ends.size > 0 && source.files.length > 0 && !source.files.some((name) => ends.has(name))
  const take = (
    { folder }: CaptureSource,
    name: string,
  ): { readonly end: TakeEnd; readonly kept: string | null } => {
    const path = pathOf(name)
    const here = held.get(path) ?? null
    const kept = here === null ? null : join(dataFolder, path)
    if (!staysWithin(name)) return { end: { kind: 'left', why: 'no capture is named so' }, kept }
    // The database says that it is there.
    if (here === null && archives.get(name) === folder) return { end: { kind: 'equal' }, kept }
    const stored = ends.get(name) ?? { isSettled: false, seal: null }
    const known: Known = { held: here, ...stored }
    const end = takeCapture(join(folder, name), join(partial, path), known)
    if (end.kind === 'taken') held.set(path, { path, ...end.seal })
    return { end, kept }
  }
  return { take, isStrange }
}
