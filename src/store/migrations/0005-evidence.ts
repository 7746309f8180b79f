import { adoptRows } from '../audit.ts'
import type { Migration } from '../migration.ts'

/**
 * Every change of state in a chain of hashes, the seals of captures, and what people decided:
 * assignments, masks, verdicts. A read may be moved to another plate by an assignment.
 */
export const evidence: Migration = {
  number: 5,
  name: 'evidence',
  insertedOnly: ['audit', 'capture_seals', 'assignments', 'masks', 'verdicts', 'plate_reads'],
  rebuilds: true,
  sql: `
    CREATE TABLE audit (
      entry INTEGER PRIMARY KEY,       -- counts from 1 without gaps
      at TEXT NOT NULL,                -- ISO 8601 with offset
      who TEXT NOT NULL,               -- a user; 'assayd' for the daemon itself
      act TEXT NOT NULL,
      subject_kind TEXT NOT NULL,
      subject_key TEXT NOT NULL,
      reason TEXT NOT NULL,
      before_json TEXT NOT NULL,
      after_json TEXT NOT NULL,
      digest TEXT NOT NULL,            -- SHA-256 of the subject's rows; empty where it has none
      previous TEXT NOT NULL,          -- hash of the entry before
      hash TEXT NOT NULL UNIQUE        -- SHA-256 over all the other columns
    ) STRICT;
    CREATE INDEX audit_by_subject ON audit (subject_kind, subject_key);

    CREATE TABLE capture_seals (
      capture_id TEXT PRIMARY KEY REFERENCES captures (capture_id),
      bytes INTEGER NOT NULL,          -- of the whole file
      sha256 TEXT NOT NULL
    ) STRICT;

    CREATE TABLE plate_reads_wide (
      tie_id INTEGER PRIMARY KEY,
      plate TEXT NOT NULL REFERENCES plates (plate),
      read_number INTEGER NOT NULL,    -- order of the plate's reads, from 1
      read_id INTEGER NOT NULL REFERENCES reads (read_id),
      UNIQUE (plate, read_number),
      UNIQUE (plate, read_id)
    ) STRICT;
    INSERT INTO plate_reads_wide (plate, read_number, read_id)
      SELECT plate, read_number, read_id FROM plate_reads ORDER BY rowid;
    DROP TABLE plate_reads;
    ALTER TABLE plate_reads_wide RENAME TO plate_reads;
    CREATE INDEX plate_reads_by_read ON plate_reads (read_id);

    CREATE TABLE assignments (
      assignment_id INTEGER PRIMARY KEY,
      read_id INTEGER NOT NULL REFERENCES reads (read_id),
      from_plate TEXT NOT NULL,        -- where the read was before
      plate TEXT NOT NULL REFERENCES plates (plate),
      sheet_json TEXT,                 -- the run sheet with file, text and SHA-256; NULL for none
      who TEXT NOT NULL,
      reason TEXT NOT NULL,
      at TEXT NOT NULL                 -- ISO 8601 with offset
    ) STRICT;
    CREATE INDEX assignments_by_read ON assignments (read_id);

    -- A read is of the plate that it was given to last.
    CREATE VIEW plate_reads_now AS
      SELECT tie_id, plate, read_number, read_id FROM plate_reads AS tie
      WHERE plate = coalesce(
        (SELECT assignments.plate FROM assignments WHERE assignments.read_id = tie.read_id
          ORDER BY assignment_id DESC LIMIT 1),
        plate);
    -- The newest analysis of each plate, of a read that is still the plate's.
    CREATE VIEW analyses_now AS
      SELECT analysis_id, plate, version, read_id FROM analyses WHERE version = (
        SELECT max(versions.version) FROM analyses AS versions
        JOIN plate_reads_now USING (plate, read_id)
        WHERE versions.plate = analyses.plate);

    CREATE TABLE masks (
      mask_id INTEGER PRIMARY KEY,
      plate TEXT NOT NULL REFERENCES plates (plate),
      well TEXT NOT NULL,
      is_masked INTEGER NOT NULL CHECK (is_masked IN (0, 1)),
      who TEXT NOT NULL,
      reason TEXT NOT NULL,
      at TEXT NOT NULL                 -- ISO 8601 with offset
    ) STRICT;
    CREATE INDEX masks_by_plate ON masks (plate);

    CREATE TABLE verdicts (
      verdict_id INTEGER PRIMARY KEY,
      analysis_id TEXT NOT NULL REFERENCES analyses (analysis_id),
      verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'rejected')),
      who TEXT NOT NULL,               -- the user who signed
      meaning TEXT NOT NULL,           -- of the signature, in the words that were shown
      reason TEXT NOT NULL,
      at TEXT NOT NULL                 -- ISO 8601 with offset
    ) STRICT;
    CREATE INDEX verdicts_by_analysis ON verdicts (analysis_id);
  `,
  fill: adoptRows,
}
