import { createHash } from 'node:crypto'
import { chmodSync, cpSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'

import { assaydUnit } from '../../src/service/assayd-unit.ts'
import { packagedConfig } from './config.ts'
import type { fetchDependencies } from './dependencies.ts'
import { run } from './run.ts'
import { copyProgram, pagesIn, pathsIn, settle } from './tree.ts'

const HOME = '/usr/lib/assayd'
const STATE = '/var/lib/assayd'
const DEBIAN = join(import.meta.dirname, 'debian')
/** Who packs it; Debian's own variables name somebody else. */
const { DEBFULLNAME = 'assayd', DEBEMAIL = 'assayd@localhost' } = process.env
const MAINTAINER = `${DEBFULLNAME} <${DEBEMAIL}>`

const OTHER_LICENCES = `Node, ${HOME}/bin/node: see LICENSE beside it.
Packages in ${HOME}/node_modules: each carries its licence in its folder.
`

export interface DebOptions {
  readonly root: string
  readonly version: string
  /** An empty folder to build in. */
  readonly stage: string
  readonly dependencies: ReturnType<typeof fetchDependencies>
  readonly epochS: number
  /** The folder the package is put into. */
  readonly out: string
}

/** Builds `assayd_VERSION_amd64.deb`; gives its path. The same source gives the same bytes. */
export function buildDeb(options: DebOptions): string {
  const { stage, version, epochS } = options
  placeProgram(options)
  placeConfig(options)
  placeDocs(options)
  settle(stage, epochS)
  placeControl(options)
  settle(join(stage, 'DEBIAN'), epochS)
  mkdirSync(options.out, { recursive: true })
  const file = join(options.out, `assayd_${version}_amd64.deb`)
  // How many threads compress must not show in the result.
  const args = ['--root-owner-group', '-Zxz', '-z6', '--threads-max=1', '--build', stage, file]
  run('dpkg-deb', args, { env: { SOURCE_DATE_EPOCH: String(epochS) } })
  return file
}

function write(file: string, content: string | Uint8Array, mode = 0o644): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
  chmodSync(file, mode)
}

function placeProgram({ root, stage, dependencies: { modules, node } }: DebOptions): void {
  const home = join(stage, HOME)
  copyProgram(root, home)
  cpSync(modules, join(home, 'node_modules'), { recursive: true })
  write(join(home, 'bin/node'), readFileSync(node), 0o755)
  write(join(stage, 'usr/bin/assayd'), readFileSync(join(DEBIAN, 'assayd')), 0o755)
  const unit = assaydUnit({
    command: [`${HOME}/bin/node`, `${HOME}/src/main.ts`],
    configFile: '/etc/assayd/assayd.yaml',
    user: 'assayd',
    writes: [],
    documentation: 'file:///usr/share/doc/assayd/install.md',
  })
  write(join(stage, 'usr/lib/systemd/system/assayd.service'), unit)
}

function placeConfig({ root, stage }: DebOptions): void {
  packagedConfig(root, join(stage, 'etc/assayd'), {
    data: `${STATE}/data`,
    exports: `${STATE}/exports`,
    runSheets: `${STATE}/run-sheets`,
    schema: `${HOME}/schema`,
  })
}

function placeDocs({ root, stage, version, epochS, dependencies }: DebOptions): void {
  const docs = join(stage, 'usr/share/doc/assayd')
  for (const file of ['README.md', ...pagesIn(root)]) {
    write(join(docs, file.replace('docs/', '')), readFileSync(join(root, file)))
  }
  cpSync(join(root, 'config'), join(docs, 'examples/config'), { recursive: true })
  const when = new Date(epochS * 1000).toUTCString().replace('GMT', '+0000')
  const entry = `assayd (${version}) unstable; urgency=medium\n\n  * Version ${version}.\n\n`
  const changelog = `${entry} -- ${MAINTAINER}  ${when}\n`
  write(join(docs, 'changelog.gz'), gzipSync(changelog, { level: 9 }))
  const ours = readFileSync(join(root, 'LICENSE'), 'utf8')
  write(join(docs, 'copyright'), `assayd\n\n${ours}\n${OTHER_LICENCES}`)
  write(join(stage, HOME, 'bin/LICENSE'), readFileSync(dependencies.nodeLicence))
  const overrides = readFileSync(join(DEBIAN, 'lintian-overrides'))
  write(join(stage, 'usr/share/lintian/overrides/assayd'), overrides)
}

function placeControl({ stage, version }: DebOptions): void {
  const files = pathsIn(stage).filter((path) => lstatSync(join(stage, path)).isFile())
  const bytes = files.reduce((sum, path) => sum + lstatSync(join(stage, path)).size, 0)
  const control = readFileSync(join(DEBIAN, 'control'), 'utf8')
    .replace('@VERSION@', version)
    .replace('@MAINTAINER@', MAINTAINER)
    .replace('@SIZE@', String(Math.ceil(bytes / 1024)))
  const folder = join(stage, 'DEBIAN')
  write(join(folder, 'control'), control)
  const conffiles = files.filter((path) => path.startsWith('etc/'))
  write(join(folder, 'conffiles'), conffiles.map((path) => `/${path}\n`).join(''))
  const sums = files.filter((path) => !path.startsWith('etc/')).map((path) => sumLine(stage, path))
  write(join(folder, 'md5sums'), sums.join(''))
  for (const script of ['postinst', 'prerm', 'postrm']) {
    write(join(folder, script), readFileSync(join(DEBIAN, script)), 0o755)
  }
}

function sumLine(stage: string, path: string): string {
  const sum = createHash('md5')
    .update(readFileSync(join(stage, path)))
    .digest('hex')
  return `${sum}  ${path}\n`
}
