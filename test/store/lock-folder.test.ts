import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { lockFolder } from '../../src/store/lock-folder.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('The data folder', () => {
  it('belongs to one daemon until it lets go', () => {
    const folder = temporaryFolder()
    const unlock = lockFolder(folder)
    expect(() => lockFolder(folder)).toThrow(/Another daemon, process/)
    unlock()
    lockFolder(folder)()
    expect(existsSync(join(folder, 'daemon.lock'))).toBe(false)
  })

  it('is taken over from a daemon that was killed', () => {
    const folder = temporaryFolder()
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    writeFileSync(join(folder, 'daemon.lock'), `${pid}\n`)
    expect(() => lockFolder(folder)()).not.toThrow()
  })

  it('is taken over when the lock names nobody', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'daemon.lock'), '')
    expect(() => lockFolder(folder)()).not.toThrow()
  })
})
