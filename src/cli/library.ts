import { AssaydError } from '../core/errors.ts'
import type { Measured } from '../core/study/study.ts'
import { PAGE_ROWS_MAX } from '../core/page-rows.ts'
import type { AuditEntry, AuditHead, AuditQuery } from '../ports/audit.ts'
import type { Library } from '../ports/library.ts'
import type { PlateQuery, PlateSummary } from '../ports/queries.ts'
import type { PlateDetail, StoreView } from '../ports/store.ts'
import type { Tools } from './command.ts'
import { daemonOn } from './daemon-client.ts'
import { patiently, type Get } from './patiently.ts'
import { plateNamed } from './stored-plates.ts'
import { fieldsOf, listOf, textOf } from './told.ts'

/**
 * Looks at what is stored: the running daemon is asked; where none runs, the database is opened to
 * read it.
 */
export async function withLibrary<Result>(
  tools: Pick<Tools, 'openView' | 'clock'>,
  dataFolder: string,
  work: (library: Library) => Promise<Result>,
): Promise<Result> {
  const get = await runningOn(tools, dataFolder)
  if (get !== undefined) return work(libraryOf(get))
  const view = tools.openView(dataFolder)
  try {
    return await work(libraryIn(view))
  } finally {
    view.close()
  }
}

/** The daemon, when one answers; a file that a killed one left behind is none. */
async function runningOn(
  { clock }: Pick<Tools, 'clock'>,
  dataFolder: string,
): Promise<Get | undefined> {
  try {
    const get = patiently(clock, daemonOn(dataFolder))
    await get('/api/v1/readers')
    return get
  } catch (error) {
    if (error instanceof AssaydError && error.code === 'daemon-away') return undefined
    throw error
  }
}

function libraryIn(view: StoreView): Library {
  return {
    plates: async (query) => view.plates(query),
    plate: async (plate) => plateNamed(view, plate),
    measured: async () => view.measured(),
    audit: async (query) => view.audit(query),
    auditHead: async () => view.auditHead(),
  }
}

function libraryOf(get: Get): Library {
  return {
    plates: async (query = {}) => {
      const rows = await walked(get, { path: '/api/v1/plates', name: 'plates', query })
      return rows.filter((one): one is PlateSummary => has(one, 'plate'))
    },
    plate: async (plate) => detailFrom(await get(`/api/v1/plates/${encodeURIComponent(plate)}`)),
    measured: async () => sure(await get('/api/v1/measured'), isMeasured),
    audit: async (query) => {
      const rows = await walked(get, { path: '/api/v1/audit', name: 'entries', query })
      return rows.filter((one): one is AuditEntry => has(one, 'number'))
    },
    auditHead: async () => sure(await get('/api/v1/audit/head'), isHead),
  }
}

interface Listed {
  readonly path: string
  /** What its answers call the rows. */
  readonly name: string
  readonly query: PlateQuery | AuditQuery
}

/** Every row that is asked for, page by page from the newest back, oldest first. */
async function walked(
  get: Get,
  { path, name, query: { newestMax = Infinity, ...query } }: Listed,
): Promise<readonly unknown[]> {
  const pages: (readonly unknown[])[] = []
  let before: string | null = null
  let left = newestMax
  do {
    const words = wordsOf({ ...query, newestMax: Math.min(left, PAGE_ROWS_MAX), before })
    const told = fieldsOf(sure(await get(`${path}?${words}`), isPage))
    const rows = listOf(told[name])
    pages.push(rows)
    left -= rows.length
    before = textOf(told['before'])
  } while (before !== null && left > 0)
  return pages.toReversed().flat()
}

/** What a query says, as the words behind a path. */
function wordsOf(query: object): string {
  const words = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== null) words.set(snake(name), String(value))
  }
  return words.toString()
}

function snake(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

// The daemon and its commands are one program of one version, whose types these values had a
// moment ago; what is looked for here is an answer of something else.

function has(value: unknown, key: string): boolean {
  return Object.hasOwn(fieldsOf(value), key)
}

function sure<Value>(value: unknown, is: (value: unknown) => value is Value): Value {
  if (is(value)) return value
  throw new AssaydError('daemon-away', 'What answers there is not the daemon of this program.', {
    hint: 'Was assayd upgraded while it ran? Start the daemon again.',
  })
}

function isPage(value: unknown): value is object {
  return has(value, 'before')
}

function isMeasured(value: unknown): value is Measured {
  return has(value, 'plates') && has(value, 'waiting')
}

function isHead(value: unknown): value is AuditHead {
  return has(value, 'number') && has(value, 'hash')
}

function isDetail(value: unknown): value is PlateDetail {
  return ['record', 'reads', 'analyses', 'masks'].every((key) => has(value, key))
}

/** Bytes come in hex. */
function detailFrom(value: unknown): PlateDetail {
  const detail = sure(value, isDetail)
  const reads = detail.reads.map((stored) => {
    const bytes = Uint8Array.from(Buffer.from(String(stored.read.bytes), 'hex'))
    return { ...stored, read: { ...stored.read, bytes } }
  })
  return { ...detail, reads }
}
