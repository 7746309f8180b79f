import type { Migration } from '../migration.ts'

/** Which run sheets waited when a read was asked for: what a read is bound by, also years later. */
export const expectations: Migration = {
  number: 3,
  name: 'expectations',
  insertedOnly: ['expectations'],
  sql: `
    CREATE TABLE expectations (
      expectation_id INTEGER PRIMARY KEY,
      capture_id TEXT NOT NULL REFERENCES captures (capture_id),
      from_byte INTEGER NOT NULL,      -- bytes received in the capture when the read was asked for
      sheets_json TEXT NOT NULL        -- the waiting run sheets with file, text and SHA-256
    ) STRICT;
    CREATE INDEX expectations_by_place ON expectations (capture_id, from_byte);
  `,
}
