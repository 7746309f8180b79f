import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { packagedConfig } from './config.ts'
import type { fetchDependencies } from './dependencies.ts'
import { run } from './run.ts'
import { copyProgram, pagesIn, pathsIn, settle } from './tree.ts'

const COMMAND = `@echo off
rem The command assayd on the configuration beside this file; --config names another.
setlocal
if not defined ASSAYD_CONFIG set "ASSAYD_CONFIG=%~dp0config\\assayd.yaml"
"%~dp0bin\\node.exe" "%~dp0src\\main.ts" %*
exit /b %ERRORLEVEL%
`

export interface ZipOptions {
  readonly root: string
  readonly version: string
  /** An empty folder to build in. */
  readonly stage: string
  readonly dependencies: ReturnType<typeof fetchDependencies>
  readonly epochS: number
  /** The folder the zip is put into. */
  readonly out: string
}

/** Builds `assayd-VERSION-win-x64.zip`, one folder that runs where it is unpacked. */
export function buildZip({ root, version, stage, dependencies, epochS, out }: ZipOptions): string {
  const name = `assayd-${version}`
  const home = join(stage, name)
  copyProgram(root, home)
  cpSync(dependencies.modules, join(home, 'node_modules'), { recursive: true })
  mkdirSync(join(home, 'bin'))
  cpSync(dependencies.node, join(home, 'bin/node.exe'))
  cpSync(dependencies.nodeLicence, join(home, 'bin/LICENSE'))
  writeFileSync(join(home, 'assayd.cmd'), COMMAND.replaceAll('\n', '\r\n'))
  for (const file of ['README.md', ...pagesIn(root)]) {
    writeFileSync(join(home, file.replace('docs/', '')), readFileSync(join(root, file)))
  }
  const folders = { data: '../data', exports: '../exports', runSheets: '../run-sheets' }
  packagedConfig(root, join(home, 'config'), { ...folders, schema: '../schema' })
  mkdirSync(join(home, 'run-sheets'))
  settle(stage, epochS)
  mkdirSync(out, { recursive: true })
  const file = join(out, `${name}-win-x64.zip`)
  rmSync(file, { force: true })
  // The names in order and no attributes of this system, so that the same source gives the same.
  const names = pathsIn(stage)
  writeFileSync(`${stage}.names`, `${names.join('\n')}\n`)
  const command = 'zip -q -X -9 "$1" -@ < "$2"'
  const args = ['-c', command, 'zip', file, `${stage}.names`]
  run('sh', args, { cwd: stage, env: { TZ: 'UTC' } })
  return file
}
