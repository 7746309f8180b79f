/**
 * `npm run package:win [-- --out FOLDER]`: a folder for Windows with its own node.exe, as a zip, on
 * any machine with npm, zip and unzip. Prints its size and what was looked at; it is not run.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import packageFile from '../package.json' with { type: 'json' }
import { checkZip } from './package/check-zip.ts'
import { fetchDependencies, WINDOWS } from './package/dependencies.ts'
import { pathsIn, sourceEpoch } from './package/tree.ts'
import { buildZip } from './package/win.ts'

const root = join(import.meta.dirname, '..')
const { version } = packageFile
const { values } = parseArgs({
  options: { out: { type: 'string', default: join(root, 'dist') } },
})
const scratch = mkdtempSync(join(tmpdir(), 'assayd-win-'))

function megabytes(...files: readonly string[]): string {
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0)
  return `${(bytes / 1e6).toFixed(1)} MB`
}

try {
  const dependencies = fetchDependencies(root, join(scratch, 'npm'), WINDOWS)
  const epochS = sourceEpoch(root)
  const stage = join(scratch, 'stage')
  mkdirSync(stage)
  const file = buildZip({ root, version, stage, dependencies, epochS, out: values.out })
  const unpacked = join(scratch, 'unpacked')
  const claims = checkZip(file, unpacked, `assayd-${version}`)
  for (const [what, holds] of claims) console.log(`${holds ? 'ok    ' : 'FAILED'}  ${what}`)
  const files = pathsIn(unpacked).map((path) => join(unpacked, path))
  const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex')
  console.log(`${file}\n${megabytes(file)}  sha256 ${sha256}`)
  console.log(`${megabytes(...files)} unpacked, ${megabytes(dependencies.node)} of it node.exe`)
  if (!claims.every(([, holds]) => holds)) process.exitCode = 1
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
