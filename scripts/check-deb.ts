/**
 * `npm run check:deb [-- --cache FOLDER] [--deb FILE]`: builds the Debian package, or takes the one
 * named, and installs it into fresh Debians in folders: one where no service manager runs, one that
 * systemd started. Prints what is claimed of the package and whether it holds. Needs root,
 * debootstrap and, the first time, a Debian mirror.
 */
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import packageFile from '../package.json' with { type: 'json' }
import { checkFolder, checkUnderSystemd } from './check-deb/attended.ts'
import { freshDebian, handIn, lacking } from './check-deb/base.ts'
import { printedClaims } from './check-deb/claims.ts'
import { startMachine } from './check-deb/machine.ts'
import { checkWithoutSystemd, type Packages } from './check-deb/unattended.ts'
import { run } from './package/run.ts'

const root = join(import.meta.dirname, '..')
const { values } = parseArgs({
  options: {
    cache: { type: 'string', default: join(tmpdir(), 'assayd-check-deb') },
    deb: { type: 'string' },
  },
})
const nextVersion = `${packageFile.version}+next`
const claims = printedClaims()

/** The package of this source, and one that differs in its version alone. */
function packages(): { readonly first: string; readonly next: string } {
  const first = values.deb ?? join(values.cache, `assayd_${packageFile.version}_amd64.deb`)
  if (values.deb === undefined) build()
  const next = join(values.cache, `assayd_${nextVersion}_amd64.deb`)
  const tree = join(values.cache, 'next')
  rmSync(tree, { recursive: true, force: true })
  run('dpkg-deb', ['--raw-extract', first, tree])
  run('sed', ['-i', `s/^Version: .*/Version: ${nextVersion}/`, join(tree, 'DEBIAN/control')])
  run('dpkg-deb', ['--root-owner-group', '-Zgzip', '-z1', '--build', tree, next])
  rmSync(tree, { recursive: true })
  return { first, next }
}

function build(): void {
  run(process.execPath, [join(root, 'scripts/package-deb.ts'), '--out', values.cache])
}

async function checkIn(
  name: string,
  init: readonly string[],
  check: (machine: Awaited<ReturnType<typeof startMachine>>, inside: Packages) => Promise<void>,
): Promise<void> {
  const debian = freshDebian(values.cache, name)
  const { first, next } = built
  const machine = await startMachine(debian, init)
  try {
    const inside = {
      first: handIn(debian, first, 'first.deb'),
      next: handIn(debian, next, 'next.deb'),
    }
    await check(machine, { ...inside, nextVersion })
  } finally {
    await machine.stop()
    rmSync(debian, { recursive: true, force: true })
  }
}

const missing = lacking()
if (missing.length > 0) {
  console.error(`The package cannot be checked here; missing: ${missing.join(', ')}.`)
  process.exit(2)
}
const built = packages()
await checkIn('without-systemd', ['/bin/sleep', 'infinity'], (machine, inside) =>
  checkWithoutSystemd(machine, inside, claims),
)
await checkIn('with-systemd', ['/lib/systemd/systemd'], async (machine, inside) => {
  await checkUnderSystemd(machine, inside, claims)
  await checkFolder(machine, inside, claims)
})
process.exitCode = claims.close() ? 0 : 1
