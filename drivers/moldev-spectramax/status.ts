// The answer to `!STATUS`, both ways. Source: a comment in eizemazal/spectramax at 37be1cb; the
// words are in the second part, a line each.

/** What the reader says of itself. */
export interface Status {
  readonly isDrawerOpen: boolean
  /** `IDLE`, `MEASURING`, or what else it does, such as `AIR CAL206` after it was switched on. */
  readonly doing: string
}

const IDLE = 'IDLE'

/** The status that the second part of an answer tells; undefined when it is none. */
export function statusFromText(text: string): Status | undefined {
  const [drawer, doing, ...more] = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const isOpenOrClosed = drawer === 'OPEN' || drawer === 'CLOSED'
  if (!isOpenOrClosed || doing === undefined || more.length > 0) return undefined
  return { isDrawerOpen: drawer === 'OPEN', doing }
}

export function isIdle({ doing }: Status): boolean {
  return doing === IDLE
}

/** The second part as a reader says it. */
export function textFromStatus({ isDrawerOpen, doing }: Status): string {
  return `\r\n${isDrawerOpen ? 'OPEN' : 'CLOSED'}\r\n${doing}\r\n\r\n`
}
