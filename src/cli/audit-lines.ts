import type { AuditEntry } from '../ports/audit.ts'
import { hanging } from './hanging.ts'
import { fieldsOf } from './told.ts'

/** So much of a SHA-256 is shown; `--json` has it whole. */
const HASH_SHOWN = 12
/** Lines of one entry hang below its head by so much. */
const INDENT = '      '

/** Audit entries for a terminal: who did what to what, why, and each value that is different. */
export function auditLines(entries: readonly AuditEntry[]): readonly string[] {
  if (entries.length === 0) return ['No entry fits.']
  return entries.flatMap((entry, at) => (at === 0 ? entryLines(entry) : ['', ...entryLines(entry)]))
}

function entryLines({ number, at, who, act, subject, reason, ...values }: AuditEntry) {
  const when = at.replace('T', ' ').replace(/\.\d+/, '')
  const about = subject.kind === 'none' ? subject.key : `${subject.kind} ${subject.key}`
  const head = [String(number).padStart(4), when, who, act, about.trim()]
  const lines = [
    head.join('  ').trimEnd(),
    ...(reason === '' ? [] : [`${INDENT}because: ${reason}`]),
    ...differences(values),
  ]
  return lines.flatMap((line) => hanging(line, INDENT.length))
}

/** What was and what is, value by value; what stayed the same is left out. */
function differences({ before, after }: Pick<AuditEntry, 'before' | 'after'>): readonly string[] {
  const [was, is] = [valuesIn(before), valuesIn(after)]
  const names = [...new Set([...was.keys(), ...is.keys()])]
  return names
    .filter((name) => was.get(name) !== is.get(name))
    .map((name) => {
      const [old, now] = [was.get(name), is.get(name)]
      const title = name === '' ? '' : `${name}: `
      if (old === undefined) return `${INDENT}${title}${now ?? ''}`
      return `${INDENT}${title}${old} → ${now ?? 'nothing'}`
    })
}

/** A JSON document as flat names and texts; a single value has no name, and null none at all. */
function valuesIn(json: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  const gather = (name: string, value: unknown): void => {
    if (value === null) return
    if (typeof value !== 'object') return void values.set(name, shown(value))
    if (Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string')) {
      return void values.set(name, value.map(shown).join(', '))
    }
    for (const [key, inner] of Object.entries(fieldsOf(value))) {
      gather(name === '' ? key : `${name}, ${key}`, inner)
    }
  }
  gather('', parsed(json))
  return values
}

/** Whoever changed an entry behind the daemon need not have left it well-formed. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return json
  }
}

function shown(value: unknown): string {
  const text = String(value)
  return /^[0-9a-f]{64}$/.test(text) ? `${text.slice(0, HASH_SHOWN)}…` : text
}
