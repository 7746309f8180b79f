import type { Migration } from '../migration.ts'

/** People with accounts, who is logged in, and the printed names of signatures. */
export const accounts: Migration = {
  number: 8,
  name: 'accounts',
  insertedOnly: ['account_events'],
  sql: `
    CREATE TABLE account_events (
      account_event_id TEXT PRIMARY KEY, -- 'USER/NUMBER'
      user TEXT NOT NULL,
      number INTEGER NOT NULL,         -- counts the user's events from 1
      kind TEXT NOT NULL,
      name TEXT,                       -- printed, in signatures
      role TEXT,
      scrypt TEXT,                     -- with cost and salt
      locked_until_ms INTEGER,         -- since 1970
      who TEXT NOT NULL,
      reason TEXT NOT NULL,
      at TEXT NOT NULL,                -- ISO 8601 with offset
      UNIQUE (user, number)
    ) STRICT;

    CREATE TABLE logins (
      token_hash TEXT PRIMARY KEY,     -- SHA-256; the token itself is kept nowhere
      user TEXT NOT NULL,
      via TEXT NOT NULL CHECK (via IN ('login', 'bearer')),
      began_ms INTEGER NOT NULL,       -- since 1970
      seen_ms INTEGER NOT NULL         -- since 1970
    ) STRICT;
    CREATE INDEX logins_by_user ON logins (user);

    ALTER TABLE verdicts ADD COLUMN signed_name TEXT; -- the signer's, as it is printed
  `,
}
