import { rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { canMount, faultLab, mountNote } from './fault-lab.ts'

/** Fills the disk to the last byte. */
function fill(folder: string): string {
  const ballast = join(folder, 'ballast')
  const { bavail, bsize } = statfsSync(folder)
  try {
    writeFileSync(ballast, Buffer.alloc(bavail * bsize + bsize))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  }
  return ballast
}

describe.skipIf(!canMount)(`A full disk${mountNote}`, { timeout: 240_000 }, () => {
  it('is told with a hint, loses nothing, and is gone on from when there is room', async () => {
    const lab = await faultLab()
    lab.mount(lab.data, '-t', 'tmpfs', '-o', 'size=24m', 'tmpfs')
    const daemon = lab.start()
    await daemon.says(/is analysed as/)
    const ballast = fill(lab.data)
    await daemon.says(/(disk is full|ENOSPC).*\n +Free/)
    await daemon.says(/Trying again|ENOSPC|full/)
    rmSync(ballast)
    await daemon.says(/is analysed as/)
    await daemon.says(/is analysed as/)
    expect(await daemon.stop(), daemon.said()).toBe(0)
    expect(lab.assayd('verify')).toMatchObject({ code: 0 })
    const { reads, analyses } = lab.counts()
    expect(analyses).toBe(reads)
  })
})
