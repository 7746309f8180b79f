import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import type { Random } from '../demo/random.ts'

/** The configuration as somebody edits it while the daemon runs. */
export interface Editing {
  /** Saves some file anew: changed, unchanged, half written, or broken. */
  edit(): void
  /** Puts every file back as it was. */
  repair(): void
  /** How many edits there were of each kind. */
  readonly counts: ReadonlyMap<string, number>
}

const SECOND_HALF_AFTER_MS = 30

export function editingOf(configFile: string, random: Random): Editing {
  const folder = dirname(configFile)
  const originals = new Map(
    [configFile, ...yamlIn(folder, 'assays'), ...yamlIn(folder, 'layouts')].map(
      (file) => [file, readFileSync(file, 'utf8')] as const,
    ),
  )
  const counts = new Map<string, number>()
  let number = 0
  const some = <Item>(items: readonly Item[]): Item | undefined =>
    items[Math.floor(random.uniform() * items.length)]
  const kinds: Readonly<Record<string, (text: string) => string>> = {
    'a comment': (text) => `${text}\n# edit ${(number += 1)}\n`,
    'another limit': (text) =>
      text.replace(
        /(cv_max_percent): \d+/,
        (_, name: string) => `${name}: ${20 + ((number += 1) % 9)}`,
      ),
    'a reader gone': (text) => text.replace(/\n {2}- .*own-2.*\n/, '\n'),
    'broken YAML': (text) => `${text}\n  - : [\n`,
    'unknown words': (text) => `${text}\nnonsense: true\n`,
  }
  let secondHalf: NodeJS.Timeout | undefined
  const saveInPlace = (file: string, text: string): void => {
    writeFileSync(file, text.slice(0, text.length / 2))
    secondHalf = setTimeout(() => writeFileSync(file, text), SECOND_HALF_AFTER_MS)
  }
  return {
    counts,
    edit: () => {
      const [file, text] = some([...originals]) ?? [configFile, '']
      const [kind, change] = some(Object.entries(kinds)) ?? ['a comment', (same: string) => same]
      counts.set(kind, (counts.get(kind) ?? 0) + 1)
      const isInPlace = random.uniform() < 0.5
      if (isInPlace) saveInPlace(file, change(text))
      else saveAnew(file, change(text))
    },
    repair: () => {
      clearTimeout(secondHalf)
      for (const [file, text] of originals) writeFileSync(file, text)
    },
  }
}

/** As most editors save: a new file takes the place of the old one. */
function saveAnew(file: string, text: string): void {
  writeFileSync(`${file}.new`, text)
  renameSync(`${file}.new`, file)
}

function yamlIn(folder: string, name: string): readonly string[] {
  return readdirSync(join(folder, name)).map((file) => join(folder, name, file))
}
