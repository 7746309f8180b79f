import type { Migration } from '../migration.ts'

/** Every configuration that was in force, by the texts of its files. */
export const configurations: Migration = {
  number: 6,
  name: 'configurations',
  insertedOnly: ['configurations', 'configuration_files'],
  sql: `
    CREATE TABLE configurations (
      configuration_id INTEGER PRIMARY KEY,
      taken_at TEXT NOT NULL,          -- ISO 8601 with offset
      code_version TEXT NOT NULL,
      hash TEXT NOT NULL               -- SHA-256 of 'HASH  NAME' lines, one for each file in order
    ) STRICT;

    CREATE TABLE configuration_files (
      configuration_id INTEGER NOT NULL REFERENCES configurations (configuration_id),
      position INTEGER NOT NULL,       -- from 1, in the order of the names
      name TEXT NOT NULL,              -- from the folder of the main file
      hash TEXT NOT NULL REFERENCES documents (hash),
      PRIMARY KEY (configuration_id, position)
    ) STRICT;
  `,
}
