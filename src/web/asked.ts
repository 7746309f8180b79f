import type { Person } from '../core/accounts.ts'
import type { NewAuditEntry } from '../ports/audit.ts'
import type { ApiOptions } from '../ports/api.ts'

/** Notes who asked for something that leaves no row of its own. */
export function noteAsked(
  { note }: Pick<ApiOptions, 'note'>,
  { user }: Person,
  what: Pick<NewAuditEntry, 'act' | 'after'> & { readonly about: string },
): void {
  const { act, about, after } = what
  const subject = { kind: 'none', key: about } as const
  note({ who: user, reason: '', act, subject, before: null, after })
}
