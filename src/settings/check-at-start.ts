import { isDeepStrictEqual } from 'node:util'

import type { Settings } from '../ports/settings.ts'
import type { AssaydFile } from './assayd-schema.ts'
import type { Mistake } from './mistake.ts'
import type { Reading } from './read-closed.ts'

/**
 * Of each part of the settings, whether a running daemon can take another one. The compiler asks
 * for an answer for every new part; `at-start` is the one that cannot hurt.
 */
const TAKEN: Readonly<Record<keyof Settings, 'live' | 'at-start'>> = {
  lab: 'live',
  file: 'live',
  // Where the data is, is looked at by itself.
  folders: 'live',
  csv: 'live',
  api: 'at-start',
  log: 'at-start',
  keeping: 'live',
  health: 'live',
  synthetic: 'live',
  readers: 'live',
  assays: 'live',
  layouts: 'live',
  organisms: 'live',
  version: 'live',
}

/** What a running daemon cannot change, where it stands in `assayd.yaml`. */
export function checkAtStart(
  main: Reading<AssaydFile>,
  wanted: Settings,
  inForce: Settings,
): readonly Mistake[] {
  const keys = Object.keys(TAKEN).filter(isPart)
  const changed = keys.filter(
    (key) => TAKEN[key] === 'at-start' && !isDeepStrictEqual(wanted[key], inForce[key]),
  )
  const what = 'is not as the running daemon has it, expected no change before a restart'
  return [...changed.map((key) => main.mistake([key], what)), ...checkData(main, wanted, inForce)]
}

function checkData(
  main: Reading<AssaydFile>,
  { folders: { data: wanted } }: Settings,
  { folders: { data } }: Settings,
): readonly Mistake[] {
  if (wanted === data) return []
  const what = `'${wanted}' is not where the running daemon keeps its data`
  return [main.mistake(['folders', 'data'], `${what}, expected '${data}' before a restart`)]
}

function isPart(key: string): key is keyof Settings {
  return Object.hasOwn(TAKEN, key)
}
