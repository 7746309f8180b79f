import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { HANDED_IN } from './base.ts'
import type { Machine, Said } from './machine.ts'

const EXAMPLES = '/usr/share/doc/assayd/examples/config'

/** What the demo's plate is called, by its barcode. */
export const PLATE = 'DEMO-0001'

const READER = `readers:
  - id: elx808-check
    driver: biotek-elx
    port: tcp://127.0.0.1:0
    trigger: on-connect
    default_layout: milk-13x3-duplicate
    simulator: { plate: ${EXAMPLES}/demo/plate.csv, barcode: ${PLATE}, pace: fast }
`

/** Configures a simulated reader with one plate, as a person would by editing the file. */
export function configureReader({ root }: Machine): void {
  const file = join(root, 'etc/assayd/assayd.yaml')
  const [before] = readFileSync(file, 'utf8').split(/^readers:/m)
  writeFileSync(file, `${before}${READER}`)
}

/** Whether the plate went the whole way to its files. */
export function hasResults({ root }: Machine): boolean {
  return existsSync(join(root, `var/lib/assayd/exports/${PLATE}_responses.csv`))
}

/** A command of assayd as the user of the service. */
export function asService(machine: Machine, command: string): Said {
  return machine.run(
    `cd /var/lib/assayd && setpriv --reuid assayd --regid assayd --init-groups ${command}`,
  )
}

/** Everything there is, by name; what package tools write for themselves is left out. */
export function fileList(machine: Machine): readonly string[] {
  const { text } = machine.run('find / -xdev -path /proc -prune -o -print | sort')
  return text
    .split('\n')
    .filter((path) => !path.startsWith(HANDED_IN) && !PACKAGE_TOOLS.some((own) => own.test(path)))
}

const PACKAGE_TOOLS = [
  /^\/var\/log\//,
  /^\/var\/lib\/dpkg\/(status|diversions|statoverride)-old$/,
  /^\/etc\/(passwd|group|shadow|gshadow|subuid|subgid)-$/,
  /^\/etc\/\.pwd\.lock$/,
]
