import type { Migration } from '../migration.ts'

/** So that a page of plates costs the same however many there are. */
export const lists: Migration = {
  number: 7,
  name: 'lists',
  insertedOnly: [],
  sql: `
    CREATE INDEX reads_by_reader ON reads (reader_id);
    CREATE INDEX reads_by_time ON reads (received_at);
  `,
}
