import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'

import { settingsFrom } from '../../src/settings/settings-source.ts'
import { nativesIn } from './dependencies.ts'
import { run } from './run.ts'
import { pathsIn } from './tree.ts'

/** Something a package must be, and whether it is. */
export type Claim = readonly [what: string, holds: boolean]

const ELF = '\u007FELF'
const PE = 'MZ'

/** Unpacks a zip for Windows and looks at it as far as that goes without Windows. */
export function checkZip(zip: string, to: string, name: string): readonly Claim[] {
  run('unzip', ['-q', zip, '-d', to])
  const home = join(to, name)
  const files = pathsIn(home).filter((path) => statSync(join(home, path)).isFile())
  const natives = nativesIn(home)
  const startOf = (path: string): string => firstBytes(join(home, path))
  const { readers } = settingsFrom(join(home, 'config/assayd.yaml'), []).load()
  const command = readFileSync(join(home, 'assayd.cmd'), 'utf8')
  return [
    ['the zip opens, with one folder in it', pathsIn(to).every((path) => path.startsWith(name))],
    ['node.exe is a program for Windows', startOf('bin/node.exe').startsWith(PE)],
    [
      `both compiled libraries are for Windows: ${natives.join(', ')}`,
      natives.length === 2 && natives.every((path) => startOf(path).startsWith(PE)),
    ],
    ['nothing in it is a program for Linux', !files.some((path) => startOf(path) === ELF)],
    ['no name is too long for Windows', files.every((path) => path.length < 180)],
    ['assayd.cmd has the line ends of Windows', !/[^\r]\n/.test(command)],
    ['its configuration is sound and names no reader', readers.length === 0],
  ]
}

function firstBytes(file: string): string {
  const bytes = Buffer.alloc(4)
  const opened = openSync(file, 'r')
  try {
    return bytes.toString('latin1', 0, readSync(opened, bytes))
  } finally {
    closeSync(opened)
  }
}
