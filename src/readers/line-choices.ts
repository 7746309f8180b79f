import { isDeepStrictEqual } from 'node:util'

import type { Driver, Identity, Line, LineSettings } from '../ports/driver.ts'
import type { LineChanges } from '../ports/ports.ts'

/** The line settings to try, in order: the driver's, with what a person fixed in their place. */
export function lineChoices(
  driver: Driver,
  changes: LineChanges = {},
): readonly [LineSettings, ...LineSettings[]] {
  const given = Object.fromEntries(
    Object.entries(changes).filter(([, value]) => value !== undefined),
  )
  const all = driver.facts.lines.map((line): LineSettings => ({ ...line, ...given }))
  const [first, ...others] = all.filter(
    (line, at) => all.findIndex((other) => isDeepStrictEqual(other, line)) === at,
  )
  if (first === undefined) throw new TypeError(`Driver '${driver.facts.id}' has no line.`)
  return [first, ...others]
}

/** `9600 8N2`, and what is not usual behind it. */
export function lineInWords({
  baud,
  dataBits,
  parity,
  stopBits,
  flowControl,
}: LineSettings): string {
  const frame = `${baud} ${dataBits}${parity.slice(0, 1).toUpperCase()}${stopBits}`
  return flowControl === 'none' ? frame : `${frame} ${flowControl}`
}

/** A line whose settings can be changed, and what is to be tried on it. */
export interface Search {
  readonly driver: Driver
  readonly line: Line
  readonly choices: readonly LineSettings[]
  readonly retune: (settings: LineSettings) => Promise<void>
}

/** Who answered, and at which settings. */
export interface Found {
  readonly identity: Identity
  /** Something was asked. A reader that is only listened to is known from its settings alone. */
  readonly hasAnswered: boolean
  readonly settings: LineSettings
}

/** Asks at each of the settings in turn, with safe commands only, until somebody answers. */
export async function whoAnswers(search: Search): Promise<Found | undefined> {
  let hasAnswered = false
  const line: Line = {
    ask: (bytes, limits) => {
      hasAnswered = true
      return search.line.ask(bytes, limits)
    },
    pause: (ms) => search.line.pause(ms),
  }
  for (const settings of search.choices) {
    await search.retune(settings)
    const identity = await search.driver.greet(line)
    if (identity !== undefined) return { identity, hasAnswered, settings }
  }
  return undefined
}
