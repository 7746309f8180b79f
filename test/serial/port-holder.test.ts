import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { describe, expect, it, onTestFinished } from 'vitest'

import { openTransport } from '../../src/serial/open-transport.ts'
import { heldByFile } from '../../src/serial/open-failure.ts'
import { holderInWords, holderOf, lockOwner } from '../../src/serial/port-holder.ts'
import { systemClock } from '../../src/system-clock.ts'
import { farEnd } from '../support/far-end.ts'
import { LINE_8N2 } from '../support/line-settings.ts'
import { hasSocat, socatNote, socatToTcp } from '../support/socat.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const isLinux = process.platform === 'linux'
const note = isLinux ? '' : ' (skipped: only Linux tells)'
const FIXTURE = fileURLToPath(new URL('port-holder-fixture.ts', import.meta.url))

/** A port, a folder of processes with one that runs, and a folder of lock files. */
function bench() {
  const root = temporaryFolder()
  const port = join(root, 'ttyUSB0')
  const folders = { processes: join(root, 'proc'), locks: join(root, 'lock') }
  const fd = join(folders.processes, '4711/fd')
  writeFileSync(port, '')
  mkdirSync(fd, { recursive: true })
  mkdirSync(folders.locks)
  writeFileSync(join(folders.processes, '4711/comm'), 'minicom\n')
  const link = join(root, 'left')
  symlinkSync(port, link)
  return { port, link, fd, folders, lock: join(folders.locks, 'LCK..ttyUSB0') }
}

describe('who holds a port', () => {
  it('is the process that has it open, by whatever name it is asked for', () => {
    const { port, link, fd, folders } = bench()
    expect(holderOf(port, folders)).toBeUndefined()
    symlinkSync(port, join(fd, '3'))
    expect(holderOf(link, folders)).toEqual({ pid: 4711, name: 'minicom' })
  })

  it('is the process that locked it, before others that have it open', () => {
    const { port, link, fd, folders } = bench()
    symlinkSync(port, join(fd, '3'))
    mkdirSync(join(folders.processes, '4712'))
    writeFileSync(join(folders.processes, '4712/comm'), 'node\n')
    const { dev, ino } = statSync(port)
    const hex = (part: number): string => part.toString(16).padStart(2, '0')
    const device = `${hex((dev >> 8) & 0xfff)}:${hex((dev & 0xff) | ((dev >>> 12) & 0xfff00))}`
    const lines = [
      `1: POSIX  ADVISORY  READ 99 ${device}:${ino} 128 128`,
      `2: FLOCK  ADVISORY  WRITE 98 ${device}:1 0 EOF`,
      `3: FLOCK  ADVISORY  WRITE 4712 ${device}:${ino} 0 EOF`,
    ]
    writeFileSync(join(folders.processes, 'locks'), lines.join('\n'))
    expect(holderOf(link, folders)).toEqual({ pid: 4712, name: 'node' })
  })

  it('is the process of a lock file, unless that has ended', () => {
    const { port, link, folders, lock } = bench()
    writeFileSync(lock, '      4711 minicom root\n')
    expect(lockOwner(link, folders)).toEqual({ pid: 4711, name: 'minicom' })
    expect(holderOf(port, folders)).toEqual({ pid: 4711, name: 'minicom' })
    writeFileSync(lock, '      4712\n')
    expect(lockOwner(port, folders)).toBeUndefined()
    writeFileSync(lock, 'nobody')
    expect(lockOwner(port, folders)).toBeUndefined()
  })

  it('is nobody where nothing can be looked at', () => {
    const nowhere = { processes: '/nowhere', locks: '/nowhere' }
    expect(holderOf(bench().port, nowhere)).toBeUndefined()
    expect(holderOf('/nowhere/ttyUSB0')).toBeUndefined()
  })

  it('is told by name and number', () => {
    expect(holderInWords({ pid: 4711, name: 'minicom' })).toBe("'minicom' (process 4711)")
    expect(holderInWords({ pid: 4711, name: '' })).toBe('process 4711')
    expect(holderInWords({ pid: process.pid, name: 'node' })).toBe('this program already')
    expect(heldByFile('/dev/ttyUSB0', 'process 4711')).toMatchObject({
      code: 'port-open',
      message: "Port '/dev/ttyUSB0' is held by process 4711, says its lock file.",
    })
  })
})

const isPossible = isLinux && hasSocat
describe('a port that another program has open', () => {
  it.skipIf(!isPossible)(`is refused with that program${note}${socatNote}`, async () => {
    const far = await farEnd()
    const link = join(temporaryFolder(), 'reader')
    await socatToTcp(link, far.tcpPort)
    const other = spawn(process.execPath, [FIXTURE, link], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    onTestFinished(() => void other.kill('SIGKILL'))
    await once(other.stdout, 'data')
    await expect(openTransport(link, systemClock).connect(LINE_8N2)).rejects.toMatchObject({
      code: 'port-open',
      message: expect.stringMatching(
        `^Port '${link}' is held by '.+' \\(process ${other.pid}\\).$`,
      ),
    })
  })
})
