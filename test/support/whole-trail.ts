import type { AuditQuery } from '../../src/ports/audit.ts'

/** Every entry there is in a test. */
export const WHOLE_TRAIL: AuditQuery = {
  who: null,
  act: null,
  about: null,
  since: null,
  until: null,
  after: 0,
  newestMax: 1_000,
}
