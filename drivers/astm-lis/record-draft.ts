import { escaped, USUAL_DELIMITERS } from './records.ts'
import { recordPlace } from './settings.ts'

/** Where something goes, as a mapping says it. */
export interface Where {
  readonly at: string
}

/** A record that is being written. */
export interface RecordDraft {
  /** Puts a text into a component of a field, both from 1. */
  set(field: number, component: number, text: string): void
  /** Puts a text where a place says, if that is in this kind of record. */
  put(where: Where | undefined, text: string): void
  /** The record as it is sent, without its CR. */
  text(): string
}

/** A record with the first components of some fields. */
export function draftRecord(type: string, fields: Readonly<Record<number, string>>): RecordDraft {
  const drafts = new Map<number, Map<number, string>>()
  const set = (field: number, component: number, text: string): void => {
    const components = drafts.get(field) ?? new Map<number, string>()
    components.set(component, text)
    drafts.set(field, components)
  }
  for (const [field, text] of Object.entries(fields)) set(Number(field), 1, text)
  return {
    set,
    put(where, text) {
      if (where === undefined) return
      const at = recordPlace(where.at)
      if (at.type === type) set(at.field, at.component, text)
    },
    text() {
      const last = Math.max(...drafts.keys())
      const written = Array.from({ length: last - 1 }, (_, index) =>
        componentsText(drafts.get(index + 2) ?? new Map<number, string>()),
      )
      const { field, repeat, component, escape } = USUAL_DELIMITERS
      // The header's second field is the delimiters themselves.
      const own = type === 'H' ? [repeat + component + escape, ...written.slice(1)] : written
      return [type, ...own].join(field)
    },
  }
}

function componentsText(components: ReadonlyMap<number, string>): string {
  const width = Math.max(1, ...components.keys())
  return Array.from({ length: width }, (_, at) =>
    escaped(components.get(at + 1) ?? '', USUAL_DELIMITERS),
  ).join(USUAL_DELIMITERS.component)
}
