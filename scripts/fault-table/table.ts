import type { DriverPair } from '../../src/registry.ts'
import { subjectsOf } from '../../test/drivers/conformance-kit.ts'
import { type Story, storyOf } from './story.ts'

const HEAD = '| fault | reader | the operator sees | stored | then |\n|---|---|---|---|---|\n'

/** The faults of a driver's simulator, for all its readers, as a table in Markdown. */
export async function faultTable({ driver, simulator }: DriverPair): Promise<string> {
  const { id, name } = driver.facts
  const subjects = subjectsOf({ driver, simulator })
  const rows: string[] = []
  for (const fault of Object.keys(simulator.faults)) {
    const readers = new Map<string, string[]>()
    for (const [subjectName, subject] of subjects) {
      const cells = cellsOf(await storyOf(subject, fault))
      readers.set(cells, [...(readers.get(cells) ?? []), shortNameOf(subjectName, id)])
    }
    for (const [cells, names] of readers) {
      const who = names.length === subjects.length ? 'all' : names.join('; ')
      rows.push(`| \`${fault}\` | ${plain(who)} | ${cells} |\n`)
    }
  }
  return `## ${name} (\`${id}\`)\n\n${HEAD}${rows.join('')}`
}

/** `biorad-eia as Model 550, by key` → `Model 550, by key`. */
function shortNameOf(subject: string, id: string): string {
  return subject.replace(`${id} as `, '')
}

function cellsOf({ seen, storedReads, storedFaults, again }: Story): string {
  const counts = new Map<string, number>()
  for (const code of storedFaults) counts.set(code, (counts.get(code) ?? 0) + 1)
  const faults = [...counts].map(([code, count]) => (count === 1 ? code : `${code} × ${count}`))
  const reads = storedReads === 1 ? '1 read' : `${storedReads} reads`
  const cells = [
    seen.length === 0 ? (again.length === 0 ? 'the plate' : 'no plate') : seen.join('<br>'),
    [reads, ...faults].join(', '),
    again.length === 0 ? 'nothing' : again.join(', '),
  ]
  return cells.map(plain).join(' | ')
}

/** Text that cannot end a cell, and whose control characters can be seen. */
function plain(text: string): string {
  const shown = Array.from(text, (one) => {
    const code = one.charCodeAt(0)
    if (one === '\n') return ' '
    const isSeen = (code >= 0x20 && code < 0x7f) || code > 0xff
    return isSeen ? one : `\\x${code.toString(16).padStart(2, '0')}`
  }).join('')
  return shown.replaceAll('|', '\\|').trim()
}

const TITLE = `# What every fault comes to

Written by \`npm run fault-table\`: each named fault of each simulated reader, sent through the
daemon in simulated time. The fault strikes the first plate; what is stored includes the good plate
that follows. \`test/drivers/fault-table.test.ts\` compares this file with a fresh run.

`

/** The whole file. */
export function textOf(sections: ReadonlyMap<string, string>): string {
  return TITLE + [...sections.values()].join('\n')
}

/** The sections of the file by the driver's id. */
export function sectionsOf(text: string): ReadonlyMap<string, string> {
  const parts = text.split(/^(?=## )/m).slice(1)
  return new Map(
    parts.flatMap((part) => {
      const id = /^## .*\(`([a-z0-9-]+)`\)$/m.exec(part)?.[1]
      return id === undefined ? [] : [[id, `${part.trimEnd()}\n`] as const]
    }),
  )
}
