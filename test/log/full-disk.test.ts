import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

import { expect, it } from 'vitest'

import { logLinesIn } from '../support/log-lines.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const FIXTURE = join(import.meta.dirname, 'full-disk-fixture.ts')

/** A disk of 256 KiB of its own; only those who may mount can have one. */
function onSmallDisk(folder: string): ReturnType<typeof spawnSync> {
  const script = `mount -t tmpfs -o size=256k tmpfs "$1" && "$0" "$2" "$1"; end=$?
    cp "$1"/*.log "$3"; exit $end`
  const [disk, kept] = [join(folder, 'disk'), join(folder, 'kept')]
  const run = ['bash', '-c', script, process.execPath, disk, FIXTURE, kept]
  const make = `mkdir -p "${disk}" "${kept}"`
  spawnSync('bash', ['-c', make])
  return spawnSync('unshare', ['--user', '--map-root-user', '--mount', ...run], {
    encoding: 'utf8',
  })
}

const mayMount =
  existsSync('/usr/bin/unshare') &&
  spawnSync('unshare', [
    '--user',
    '--map-root-user',
    '--mount',
    'mount',
    '-t',
    'tmpfs',
    'x',
    '/mnt',
  ]).status === 0
const note = mayMount ? '' : ' (skipped: needs user namespaces)'

it.skipIf(!mayMount)(
  `a full log disk stops nothing; what it did not take is written when there is room again${note}`,
  () => {
    const folder = temporaryFolder()
    const { stdout, stderr, status } = onSmallDisk(folder)
    expect({ stdout, status }).toStrictEqual({ stdout: 'the work went on\n', status: 0 })
    expect(String(stderr).match(/the log cannot be written: .*ENOSPC/gu)).toHaveLength(1)
    expect(String(stderr).match(/the log is written again; nothing is lost/gu)).toHaveLength(1)
    const numbers = logLinesIn(join(folder, 'kept')).map((line) => line['number'])
    expect(numbers).toStrictEqual(Array.from({ length: 1000 }, (_, index) => index))
  },
)
