import { statSync } from 'node:fs'

import type { AssaydFile } from './assayd-schema.ts'
import { formMistake } from './config-form.ts'
import type { ReaderSurroundings } from './check-readers.ts'
import { checkReaders } from './check-readers.ts'
import { checkSynthetic } from './check-synthetic.ts'
import { isWithin } from './is-within.ts'
import type { Mistake } from './mistake.ts'
import { readPlate } from './plate-file.ts'
import type { Reading } from './read-closed.ts'
import { pathBeside } from './text-file.ts'

/** What is wrong in `assayd.yaml` although its shape is right, and in the files it names. */
export function checkMain(
  reading: Reading<AssaydFile>,
  surroundings: ReaderSurroundings,
): readonly Mistake[] {
  return [
    ...checkForm(reading),
    ...checkReaders(reading, surroundings),
    ...checkCsv(reading),
    ...checkFolders(reading),
    ...checkKeeping(reading),
    ...checkSynthetic(reading, surroundings),
    ...checkPlates(reading),
    ...checkReplays(reading),
    ...checkWatched(reading),
    ...checkCertificate(reading),
  ]
}

function checkForm(reading: Reading<AssaydFile>): readonly Mistake[] {
  const what = formMistake(reading.part.form ?? 1)
  return what === null ? [] : [reading.mistake(['form'], what)]
}

/** Fields and decimals need two different signs. */
function checkCsv(reading: Reading<AssaydFile>): readonly Mistake[] {
  const { csv } = reading.part
  if (csv === undefined || csv.separator !== csv.decimal) return []
  const what = `'${csv.decimal}' separates the fields too, expected '.' or the separator ';'`
  return [reading.mistake(['csv', 'decimal'], what)]
}

/** Backups need one schedule and a folder of their own. */
function checkKeeping(reading: Reading<AssaydFile>): readonly Mistake[] {
  const { backup, folders, retention } = reading.part
  if (backup === undefined || backup === null) {
    if ((retention?.captures_days ?? null) === null) return []
    const what = 'without backup: nothing could ever go, expected a section backup: or null'
    return [reading.mistake(['retention', 'captures_days'], what)]
  }
  const beside = (path: string): string => pathBeside(reading.source.file, path)
  const isInside =
    folders?.data !== undefined && isWithin(beside(backup.folder), beside(folders.data))
  const where = `'${backup.folder}' is in the data folder, expected another disk`
  const twice = 'at and every_h are both there, expected one of them'
  const isTwice = backup.at !== undefined && backup.every_h !== undefined
  return [
    ...(isInside ? [reading.mistake(['backup', 'folder'], where)] : []),
    ...(isTwice ? [reading.mistake(['backup', 'every_h'], twice)] : []),
  ]
}

/** Data and exports are made when needed; the folder of run sheets is where people look. */
function checkFolders(reading: Reading<AssaydFile>): readonly Mistake[] {
  const folder = reading.part.folders?.run_sheets
  if (folder === undefined) return []
  const found = statSync(pathBeside(reading.source.file, folder), { throwIfNoEntry: false })
  if (found?.isDirectory()) return []
  const what = `'${folder}' is no folder, expected one that exists, from this file`
  return [reading.mistake(['folders', 'run_sheets'], what)]
}

function checkPlates(reading: Reading<AssaydFile>): readonly Mistake[] {
  return (reading.part.readers ?? []).flatMap(({ simulator }, at) => {
    if (simulator === null) return []
    const file = pathBeside(reading.source.file, simulator.plate)
    if (statSync(file, { throwIfNoEntry: false }) !== undefined)
      return readPlate(file, null).mistakes
    const what = `'${simulator.plate}' does not exist, expected a plate as CSV, from this file`
    return [reading.mistake(['readers', at, 'simulator', 'plate'], what)]
  })
}

function checkReplays(reading: Reading<AssaydFile>): readonly Mistake[] {
  return (reading.part.readers ?? []).flatMap(({ port }, at) => {
    const capture = /^replay:(.+)$/.exec(port)?.[1]
    if (capture === undefined) return []
    const file = pathBeside(reading.source.file, capture)
    if (statSync(file, { throwIfNoEntry: false })?.isFile()) return []
    const what = `'${port}' names no file, expected a capture, from this file`
    return [reading.mistake(['readers', at, 'port'], what)]
  })
}

function checkWatched(reading: Reading<AssaydFile>): readonly Mistake[] {
  return (reading.part.readers ?? []).flatMap(({ port }, at) => {
    const folder = /^folder:(.+)$/.exec(port)?.[1]
    if (folder === undefined) return []
    const file = pathBeside(reading.source.file, folder)
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) return []
    const what = `'${port}' names no folder, expected one that exists, from this file`
    return [reading.mistake(['readers', at, 'port'], what)]
  })
}

/** Whether they fit each other shows when the daemon starts. */
function checkCertificate(reading: Reading<AssaydFile>): readonly Mistake[] {
  const tls = reading.part.api?.network?.tls
  if (tls === undefined || tls === 'generated') return []
  return (['cert', 'key'] as const).flatMap((what) => {
    const file = pathBeside(reading.source.file, tls[what])
    if (statSync(file, { throwIfNoEntry: false })?.isFile()) return []
    const said = `'${tls[what]}' names no file, expected one as PEM, from this file`
    return [reading.mistake(['api', 'network', 'tls', what], said)]
  })
}
