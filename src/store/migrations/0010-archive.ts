import type { Migration } from '../migration.ts'

/** Captures that stand in an archive of the backups instead of in the data folder. */
export const archive: Migration = {
  number: 10,
  name: 'archive',
  insertedOnly: ['archived_captures'],
  sql: `
    CREATE TABLE archived_captures (
      capture_id TEXT PRIMARY KEY REFERENCES captures (capture_id),
      folder TEXT NOT NULL,            -- the archive, absolute; files are named in it as before
      sha256 TEXT NOT NULL,            -- of the file as it was read back there
      at TEXT NOT NULL                 -- ISO 8601 with offset
    ) STRICT;

    CREATE INDEX captures_by_file ON captures (file);
  `,
}
