/**
 * `npm run package:deb [-- --out FOLDER] [--version 0.1.0+test]`: a Debian package for amd64 with
 * its own Node, on any machine with npm and dpkg-deb. Prints where it is, how large, and its
 * SHA-256, which is the same for the same source.
 */
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import packageFile from '../package.json' with { type: 'json' }
import { buildDeb } from './package/deb.ts'
import { fetchDependencies, LINUX } from './package/dependencies.ts'
import { sourceEpoch } from './package/tree.ts'

const root = join(import.meta.dirname, '..')
const { values } = parseArgs({
  options: {
    out: { type: 'string', default: join(root, 'dist') },
    version: { type: 'string', default: packageFile.version },
  },
})
const scratch = mkdtempSync(join(tmpdir(), 'assayd-deb-'))
try {
  const file = buildDeb({
    root,
    version: values.version,
    stage: join(scratch, 'stage'),
    dependencies: fetchDependencies(root, join(scratch, 'npm'), LINUX),
    epochS: sourceEpoch(root),
    out: values.out,
  })
  const bytes = readFileSync(file)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  console.log(`${file}\n${(bytes.length / 1e6).toFixed(1)} MB  sha256 ${sha256}`)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
