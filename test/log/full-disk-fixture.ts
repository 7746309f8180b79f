import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { USUAL_LOG } from '../../src/core/log-settings.ts'
import { winstonLog } from '../../src/log/winston-log.ts'

/**
 * Run by the test on a disk of 256 KiB: something else fills it while a thousand lines are said,
 * and makes room again before the last ones.
 */
const [, , folder = '.'] = process.argv
const ballast = join(folder, 'ballast')
writeFileSync(ballast, Buffer.alloc(100 * 1024))
const log = winstonLog({ ...USUAL_LOG, folder, stdout: 'none', fileBytesMax: 32 * 1024 })
for (let number = 0; number < 1000; number += 1) {
  if (number === 400) {
    spawnSync('dd', ['if=/dev/zero', `of=${join(folder, 'rest')}`, 'bs=1k'])
  }
  if (number === 900) {
    rmSync(ballast)
    rmSync(join(folder, 'rest'))
  }
  log.info('said', { number, padding: 'x'.repeat(40) })
}
await log.close()
process.stdout.write('the work went on\n')
