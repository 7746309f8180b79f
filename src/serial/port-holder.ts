import {
  existsSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  statSync,
} from 'node:fs'
import { basename, join } from 'node:path'

/** Where Linux tells who has what open; a test gives folders of its own. */
export interface HolderFolders {
  readonly processes: string
  /** Of lock files `LCK..ttyUSB0` that hold a process number, as terminal programs leave them. */
  readonly locks: string
}

/** The program that holds a port. */
export interface Holder {
  readonly pid: number
  /** Its name as the system has it, empty when not told. */
  readonly name: string
}

const LINUX: HolderFolders = { processes: '/proc', locks: '/var/lock' }

/**
 * Who has a port: the program that locked it, or else one that has it open, another before this
 * one. Undefined where the system does not tell: everywhere but on Linux, and there what programs
 * of other users have open.
 */
export function holderOf(path: string, folders: HolderFolders = LINUX): Holder | undefined {
  if (!existsSync(path)) return undefined
  const node = realpathSync(path)
  const locking = lockingProcess(node, folders)
  if (locking !== undefined) return named(locking, folders)
  const opened = numbersIn(folders.processes).filter((pid) =>
    hasOpen(join(folders.processes, String(pid)), node),
  )
  const pid = opened.find((one) => one !== process.pid) ?? opened[0]
  return pid === undefined ? lockOwner(path, folders) : named(pid, folders)
}

/**
 * The process in the kernel's list of locks, where each line ends with process, device as
 * major:minor in hex, inode and range (source: proc_locks(5)).
 */
function lockingProcess(node: string, { processes }: HolderFolders): number | undefined {
  const { dev, ino } = statSync(node)
  const major = (dev >>> 8) & 0xfff
  const minor = (dev & 0xff) | ((dev >>> 12) & 0xfff00)
  const hex = (part: number): string => part.toString(16).padStart(2, '0')
  const file = `${hex(major)}:${hex(minor)}:${ino}`
  const lines = textOf(join(processes, 'locks')).split('\n')
  const locks = lines.map((line) => /FLOCK +\S+ +\S+ +(\d+) +(\S+)/.exec(line))
  const pid = locks.find((lock) => lock?.[2] === file)?.[1]
  return pid === undefined ? undefined : Number(pid)
}

/**
 * Another program that left a lock file for a port and still runs. Programs with such files do not
 * lock the port itself, so that opening it would succeed and each would hear half of what comes.
 */
export function lockOwner(path: string, folders: HolderFolders = LINUX): Holder | undefined {
  if (!existsSync(path)) return undefined
  const file = join(folders.locks, `LCK..${basename(realpathSync(path))}`)
  const pid = Number(/^\s*(\d+)/.exec(textOf(file))?.[1])
  const isRunning = pid > 0 && existsSync(join(folders.processes, String(pid)))
  return isRunning && pid !== process.pid ? named(pid, folders) : undefined
}

/** `'minicom' (process 4711)`. */
export function holderInWords({ pid, name }: Holder): string {
  if (pid === process.pid) return 'this program already'
  return name === '' ? `process ${pid}` : `'${name}' (process ${pid})`
}

function named(pid: number, { processes }: HolderFolders): Holder {
  return { pid, name: textOf(join(processes, String(pid), 'comm')).trim() }
}

function hasOpen(folder: string, node: string): boolean {
  const open = join(folder, 'fd')
  return namesIn(open).some((name) => linkOf(join(open, name)) === node)
}

function numbersIn(folder: string): readonly number[] {
  return namesIn(folder).map(Number).filter(Number.isInteger)
}

/** Processes end while they are looked at, and those of other users are not shown. */
function namesIn(folder: string): readonly string[] {
  return orElse(() => readdirSync(folder), [])
}

function linkOf(file: string): string {
  return orElse(() => readlinkSync(file), '')
}

function textOf(file: string): string {
  return orElse(() => readFileSync(file, 'utf8'), '')
}

function orElse<Value>(look: () => Value, otherwise: Value): Value {
  try {
    return look()
  } catch (error) {
    if (error instanceof Error && 'code' in error) return otherwise
    throw error
  }
}
