/** One place where two values that should be the same are not. */
export interface Difference {
  /** The way to the place: `wells C7 concentration value`. */
  readonly where: string
  /** As JSON, bytes in hex; `nothing` where there is none. */
  readonly stored: string
  readonly computed: string
}

/** Bytes shown on either side of the first that differs. */
const BYTES_SHOWN = 8

/**
 * Every place in which a stored value and the one computed again differ. Numbers are compared
 * exactly: both came from the same arithmetic, or one of them did not. A key that is missing and
 * one that is undefined are the same; 0 and -0 too, which SQLite and JSON do not tell apart.
 */
export function differencesBetween(
  stored: unknown,
  computed: unknown,
  where = '',
): readonly Difference[] {
  if (isSame(stored, computed)) return []
  if (stored instanceof Uint8Array && computed instanceof Uint8Array) {
    return bytesDiffer(stored, computed, where)
  }
  if (Array.isArray(stored) && Array.isArray(computed)) return listsDiffer(stored, computed, where)
  if (isRecord(stored) && isRecord(computed)) {
    const names = new Set([...Object.keys(stored), ...Object.keys(computed)])
    return [...names].flatMap((name) =>
      differencesBetween(stored[name], computed[name], `${where} ${name}`.trim()),
    )
  }
  return [{ where, stored: shown(stored), computed: shown(computed) }]
}

/** Asked first, since nearly everything is the same, and names of places cost more than looking. */
function isSame(stored: unknown, computed: unknown): boolean {
  if (stored === computed) return true
  if (typeof stored !== 'object' || typeof computed !== 'object') return false
  if (stored === null || computed === null) return false
  if (stored instanceof Uint8Array)
    return computed instanceof Uint8Array && sameBytes(stored, computed)
  if (Array.isArray(stored)) {
    if (!Array.isArray(computed) || stored.length !== computed.length) return false
    return stored.every((item, at) => isSame(item, computed[at]))
  }
  return isRecord(stored) && isRecord(computed) && haveSameFields(stored, computed)
}

function sameBytes(stored: Uint8Array, computed: Uint8Array): boolean {
  if (stored.length !== computed.length) return false
  for (let at = 0; at < stored.length; at += 1) if (stored[at] !== computed[at]) return false
  return true
}

type Fields = Readonly<Record<string, unknown>>

function haveSameFields(stored: Fields, computed: Fields): boolean {
  for (const name of Object.keys(stored)) if (!isSame(stored[name], computed[name])) return false
  for (const name of Object.keys(computed)) {
    if (computed[name] !== undefined && !Object.hasOwn(stored, name)) return false
  }
  return true
}

function listsDiffer(
  stored: readonly unknown[],
  computed: readonly unknown[],
  where: string,
): readonly Difference[] {
  const length = Math.max(stored.length, computed.length)
  return Array.from({ length }, (_, at) => {
    const name = nameOf(computed[at] ?? stored[at], at)
    return differencesBetween(stored[at], computed[at], `${where} ${name}`.trim())
  }).flat()
}

/** How people would call an item of a list: its well, its specimen and condition, its rule. */
function nameOf(item: unknown, at: number): string {
  const number = `#${at + 1}`
  if (!isRecord(item)) return number
  if (typeof item['well'] === 'string') return item['well']
  const parts = ['specimen', 'condition', 'organism', 'rule'].flatMap((key) => {
    const part = item[key]
    return typeof part === 'string' && part !== '' ? [part] : []
  })
  return [number, ...parts].join(' ')
}

/** Bytes are told by the first that differs, with some of its neighbours. */
function bytesDiffer(
  stored: Uint8Array,
  computed: Uint8Array,
  where: string,
): readonly Difference[] {
  const length = Math.max(stored.length, computed.length)
  let at = 0
  while (at < length && stored[at] === computed[at]) at += 1
  const from = Math.max(0, at - BYTES_SHOWN)
  const part = (bytes: Uint8Array): string =>
    `${bytes.length} bytes, from ${from + 1}: ${hex(bytes.subarray(from, at + BYTES_SHOWN))}`
  return [{ where: `${where} byte ${at + 1}`, stored: part(stored), computed: part(computed) }]
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  return JSON.stringify(value, (_, part: unknown) =>
    part instanceof Uint8Array ? hex(part) : part,
  )
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
