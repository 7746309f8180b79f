import type { Migration } from '../migration.ts'

/**
 * Who is logged in follows from the events of accounts, which answer to the chain; the table of
 * logins says no more than when each was used last. Whoever was logged in before logs in again.
 */
export const signIns: Migration = {
  number: 11,
  name: 'sign-ins',
  insertedOnly: [],
  sql: `
    ALTER TABLE account_events ADD COLUMN token_hash TEXT; -- SHA-256; the token is kept nowhere
    ALTER TABLE account_events ADD COLUMN via TEXT;        -- how a login came: 'login', 'bearer'
    ALTER TABLE account_events ADD COLUMN began_ms INTEGER; -- of a login, since 1970
    CREATE INDEX account_events_by_kind ON account_events (user, kind);
    CREATE INDEX account_events_by_token ON account_events (token_hash)
      WHERE token_hash IS NOT NULL;

    DROP TABLE logins;
    CREATE TABLE logins (
      token_hash TEXT PRIMARY KEY,
      seen_ms INTEGER NOT NULL         -- since 1970
    ) STRICT;
  `,
}
