import { guess } from '../core/closest.ts'
import type { AssaydFile } from './assayd-schema.ts'
import type { Meant } from './check-assay.ts'
import type { Mistake } from './mistake.ts'
import type { Reading } from './read-closed.ts'
import { checkReaderSettings, type KnownDriver } from './reader-settings.ts'
import { textsAt, unknownIds } from './references.ts'
import type { Source } from './source.ts'

type ReaderFile = AssaydFile['readers'][number]

/** Ids that readers may refer to. */
export interface ReaderSurroundings {
  /** Null when nobody said which drivers there are. */
  readonly driverIds: readonly string[] | null
  readonly layoutIds: readonly string[]
  /** By id; of other drivers nothing is checked. */
  readonly drivers: ReadonlyMap<string, KnownDriver>
}

/** What is wrong among the readers although every value by itself has the right shape. */
export function checkReaders(
  reading: Reading<AssaydFile>,
  { driverIds, layoutIds, drivers }: ReaderSurroundings,
): readonly Mistake[] {
  const { source, part } = reading
  const readers = part.readers ?? []
  const meant = [
    ...readers.flatMap((reader, at) =>
      checkPort(reader).map((what) => ({ path: ['readers', at, 'port'], what })),
    ),
    ...readers.flatMap((reader, at) =>
      checkFault(reader, drivers).map((what) => {
        return { path: ['readers', at, 'simulator', 'fault'], what }
      }),
    ),
    ...readers.flatMap(checkWire),
    ...usedTwice(readers, 'id'),
    ...usedTwice(readers, 'port'),
  ]
  return [
    ...meant.map(({ path, what }) => reading.mistake(path, what)),
    ...checkTold(source, drivers),
    ...unknownIds(source, ['readers', '*', 'driver'], driverIds),
    ...unknownIds(source, ['readers', '*', 'default_layout'], layoutIds),
  ]
}

/** What drivers are told, reader by reader as the file has them. */
function checkTold(source: Source, drivers: ReaderSurroundings['drivers']): readonly Mistake[] {
  return textsAt(source.value, ['readers', '*', 'driver']).flatMap(({ path, text }) => {
    const driver = drivers.get(text)
    return driver ? checkReaderSettings(source, [...path.slice(0, -1), 'settings'], driver) : []
  })
}

function checkPort({ port, simulator }: ReaderFile): readonly string[] {
  const tcp = /^tcp:.*:(\d+)$/.exec(port)
  if (tcp?.[1] === undefined)
    return simulator === null ? [] : [`'${port}' cannot be simulated, expected tcp://127.0.0.1:0`]
  const number = Number(tcp[1])
  if (number > 65_535) return [`'${port}' has no such port, expected 1 to 65535`]
  if (number > 0 || simulator !== null) return []
  return [`'${port}' leaves the port open, expected 1 to 65535 for a reader that is not simulated`]
}

/** Only a serial port has line settings, and an adapter that could be known. */
function checkWire({ port, line, identity }: ReaderFile, at: number): readonly Meant[] {
  const usb = identity?.usb
  const isKnown = usb !== undefined && Object.values(usb).some((value) => value !== undefined)
  const isSerial = !/^(?:tcp|folder|replay):/.test(port)
  const mistake = (keys: readonly string[], isSo: boolean, what: string): readonly Meant[] =>
    isSo ? [{ path: ['readers', at, ...keys], what }] : []
  const which = "'usb' does not say which adapter, expected identity.usb with its serial number"
  const tellsNothing = 'names no adapter, expected its vendor, product or serial number'
  const noUsb = `'${port}' is on no USB of this machine, expected no usb`
  const noLine = `'${port}' is no serial port, expected no line; a serial server has its own`
  return [
    ...mistake(['port'], port === 'usb' && usb === undefined, which),
    ...mistake(['identity', 'usb'], usb !== undefined && !isKnown, tellsNothing),
    ...mistake(['identity', 'usb'], !isSerial && isKnown, noUsb),
    ...mistake(['line'], !isSerial && line !== undefined, noLine),
  ]
}

function checkFault(
  { driver, simulator }: ReaderFile,
  drivers: ReaderSurroundings['drivers'],
): readonly string[] {
  const known = drivers.get(driver)?.faults
  const fault = simulator?.fault ?? null
  if (fault === null || known === undefined || known.includes(fault)) return []
  return [`'${fault}' is no fault of '${driver}', ${guess(fault, known)}`]
}

/** Two readers share neither id nor port; port 0 is another port each time. */
function usedTwice(readers: readonly ReaderFile[], key: 'id' | 'port'): readonly Meant[] {
  return readers.flatMap((reader, at) => {
    const value = reader[key]
    const first = readers.findIndex((other) => other[key] === value)
    if (first === at || (key === 'port' && (value === 'usb' || value.endsWith(':0')))) return []
    const what = `'${value}' is the ${key} of a reader above, expected another one`
    return [{ path: ['readers', at, key], what }]
  })
}
