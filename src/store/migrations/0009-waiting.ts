import type { Migration } from '../migration.ts'

/** So that the few plates that nothing describes are counted without a look at all the others. */
export const waiting: Migration = {
  number: 9,
  name: 'waiting',
  insertedOnly: [],
  sql: `CREATE INDEX plates_unassigned ON plates (plate) WHERE binding = 'unassigned';`,
}
