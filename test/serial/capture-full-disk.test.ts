import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { expect, it } from 'vitest'

import { temporaryFolder } from '../support/temporary-folder.ts'

const isWindows = process.platform === 'win32'
const note = isWindows ? ' (skipped: Windows has no ulimit)' : ''

it.skipIf(isWindows)(
  `a disk that takes half an event loses that event alone, and what fits later is kept${note}`,
  () => {
    const fixture = fileURLToPath(new URL('capture-full-disk-fixture.ts', import.meta.url))
    // One block of `ulimit -f` is 1024 bytes here: the second event goes over it.
    const script = 'ulimit -f 1; exec "$0" "$1" "$2"'
    const args = ['-c', script, process.execPath, fixture, temporaryFolder()]
    const said: unknown = JSON.parse(execFileSync('bash', args, { encoding: 'utf8' }))
    expect(said).toEqual({ outcomes: ['kept', 'capture-write', 'kept'], events: [1, 3] })
  },
)
