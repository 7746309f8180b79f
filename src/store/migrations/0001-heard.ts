import type { Migration } from '../migration.ts'

/**
 * What was heard: captures, reads with their bytes, faults; and the plates the reads were tied to.
 */
export const heard: Migration = {
  number: 1,
  name: 'heard',
  insertedOnly: ['reads', 'read_blocks', 'read_wells', 'faults', 'plate_reads'],
  sql: `
    CREATE TABLE captures (
      capture_id TEXT PRIMARY KEY,
      reader_id TEXT NOT NULL,
      driver_id TEXT NOT NULL,
      port TEXT NOT NULL,
      started_at TEXT NOT NULL,        -- ISO 8601 with offset
      file TEXT NOT NULL,              -- relative to the capture folder
      settled INTEGER NOT NULL DEFAULT 0 CHECK (settled IN (0, 1))
    ) STRICT;
    CREATE INDEX captures_unsettled ON captures (settled) WHERE settled = 0;

    CREATE TABLE reads (
      read_id INTEGER PRIMARY KEY,
      capture_id TEXT NOT NULL REFERENCES captures (capture_id),
      last_byte INTEGER NOT NULL,      -- bytes received in the capture when the read was complete
      reader_id TEXT NOT NULL,
      driver_id TEXT NOT NULL,
      received_at TEXT NOT NULL,       -- ISO 8601 with offset
      wells_in_plate INTEGER NOT NULL CHECK (wells_in_plate IN (96, 384)),
      barcode TEXT,
      extra_json TEXT NOT NULL,        -- whatever else the reader said, by name
      bytes BLOB NOT NULL,             -- the answer as it came
      UNIQUE (capture_id, last_byte)
    ) STRICT;

    CREATE TABLE read_blocks (
      read_id INTEGER NOT NULL REFERENCES reads (read_id),
      block INTEGER NOT NULL,          -- order in the read, from 1
      interval INTEGER NOT NULL,       -- order in a kinetic series, from 1
      wavelength_nm REAL NOT NULL,
      reference_nm REAL,
      subtracted_by_instrument TEXT NOT NULL
        CHECK (subtracted_by_instrument IN ('yes', 'no', 'unknown')),
      temperature_c REAL,
      checksum TEXT NOT NULL,
      PRIMARY KEY (read_id, block)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE read_wells (
      read_id INTEGER NOT NULL,
      block INTEGER NOT NULL,
      position INTEGER NOT NULL,       -- order in the block, from 1
      well TEXT NOT NULL,
      od REAL,                         -- optical density, or NULL and a mark
      mark TEXT,
      text TEXT NOT NULL,              -- the reader's own characters
      PRIMARY KEY (read_id, block, position),
      FOREIGN KEY (read_id, block) REFERENCES read_blocks (read_id, block),
      CHECK ((od IS NULL) <> (mark IS NULL))
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE faults (
      fault_id INTEGER PRIMARY KEY,
      reader_id TEXT NOT NULL,
      capture_id TEXT REFERENCES captures (capture_id), -- NULL when no connection stood
      at TEXT NOT NULL,                -- ISO 8601 with offset
      last_byte INTEGER NOT NULL,
      code TEXT NOT NULL,
      message TEXT NOT NULL,
      hint TEXT NOT NULL,
      bytes BLOB NOT NULL,
      UNIQUE (capture_id, last_byte, at, code, message)
    ) STRICT;
    CREATE INDEX faults_by_reader ON faults (reader_id);

    CREATE TABLE plates (
      plate TEXT PRIMARY KEY,
      binding TEXT NOT NULL,
      binding_reason TEXT NOT NULL,
      layout_id TEXT NOT NULL,
      assay_id TEXT NOT NULL,
      kit_lot TEXT NOT NULL,
      operator TEXT NOT NULL,
      barcode TEXT NOT NULL
    ) STRICT;

    CREATE TABLE plate_reads (
      plate TEXT NOT NULL REFERENCES plates (plate),
      read_number INTEGER NOT NULL,    -- order of the plate's reads, from 1
      read_id INTEGER NOT NULL UNIQUE REFERENCES reads (read_id),
      PRIMARY KEY (plate, read_number),
      UNIQUE (plate, read_id)
    ) STRICT;

    -- Work under way: a row stands here only until the work is done.
    CREATE TABLE reads_to_assign (read_id INTEGER PRIMARY KEY REFERENCES reads (read_id)) STRICT;
    CREATE TABLE plates_to_analyse (plate TEXT PRIMARY KEY REFERENCES plates (plate)) STRICT;
  `,
}
