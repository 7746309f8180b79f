import type { Migration } from '../migration.ts'

/**
 * Whose way of computing an analysis follows, so that it can be shown as that program prints it.
 */
export const profiles: Migration = {
  number: 4,
  name: 'profiles',
  insertedOnly: [],
  sql: `
    -- NULL where it was computed before this was recorded.
    ALTER TABLE analyses ADD COLUMN profile TEXT;
  `,
}
