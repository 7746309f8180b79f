import { join } from 'node:path'

import { QUARANTINE } from '../core/synthetic/plate.ts'
import type { AssaydFile } from './assayd-schema.ts'
import type { ReaderSurroundings } from './check-readers.ts'
import { isWithin } from './is-within.ts'
import type { Mistake } from './mistake.ts'
import type { Reading } from './read-closed.ts'
import { checkReaderSettings } from './reader-settings.ts'
import { unknownIds } from './references.ts'
import { pathBeside } from './text-file.ts'

/** What is wrong in `synthetic:` although its shape is right. */
export function checkSynthetic(
  reading: Reading<AssaydFile>,
  { driverIds, layoutIds, drivers }: ReaderSurroundings,
): readonly Mistake[] {
  const { source, part } = reading
  const driver = drivers.get(part.synthetic?.driver ?? '')
  return [
    ...unknownIds(source, ['synthetic', 'driver'], driverIds),
    ...unknownIds(source, ['synthetic', 'layout'], layoutIds),
    ...(driver ? checkReaderSettings(source, ['synthetic', 'settings'], driver) : []),
    ...checkStart(reading, driver?.starts ?? 'by-command'),
    ...(part.synthetic ? checkQuarantine(reading) : []),
  ]
}

/** Nobody stands at a synthetic plate's reader to press START. */
function checkStart(reading: Reading<AssaydFile>, starts: string): readonly Mistake[] {
  if (starts !== 'at-reader') return []
  const what = `'${reading.part.synthetic?.driver}' starts no read by command`
  return [reading.mistake(['synthetic', 'driver'], `${what}, expected a driver that does`)]
}

/** The quarantine is emptied each time: nothing of the lab may lie in it. */
function checkQuarantine(reading: Reading<AssaydFile>): readonly Mistake[] {
  const { folders, readers = [] } = reading.part
  if (folders === undefined) return []
  const beside = (path: string): string => pathBeside(reading.source.file, path)
  const quarantine = join(beside(folders.data), QUARANTINE)
  const named = [
    { path: ['folders', 'exports'], folder: folders.exports },
    { path: ['folders', 'run_sheets'], folder: folders.run_sheets },
    ...readers.flatMap(({ port }, at) => {
      const folder = /^folder:(.+)$/.exec(port)?.[1]
      return folder === undefined ? [] : [{ path: ['readers', at, 'port'], folder }]
    }),
  ]
  return named
    .filter(({ folder }) => isWithin(beside(folder), quarantine))
    .map(({ path, folder }) => {
      const what = `'${folder}' is in the '${QUARANTINE}' of the data folder, which is emptied`
      return reading.mistake(path, `${what}, expected another folder`)
    })
}
