import { join } from 'node:path'

import Database from 'better-sqlite3'

/** Numbers from the first to the last. */
const NUMBERS = `WITH RECURSIVE numbers (n) AS (
  SELECT CAST(@first AS INTEGER) UNION ALL SELECT n + 1 FROM numbers WHERE n < @last)`

const ROWS = [
  `INSERT INTO reads (capture_id, last_byte, reader_id, driver_id, received_at, wells_in_plate,
      extra_json, bytes)
    ${NUMBERS} SELECT capture_id, 100000 + n, reader_id, driver_id,
      strftime('%Y-%m-%dT%H:%M:%S.000+03:00', '2027-01-01', n || ' minutes'), 96, '{}', x'00'
    FROM numbers, (SELECT * FROM reads WHERE read_id = 1)`,
  `INSERT INTO plates ${NUMBERS} SELECT 'MANY-' || n, binding, binding_reason, layout_id, assay_id,
      kit_lot, operator, barcode FROM numbers, (SELECT * FROM plates LIMIT 1)`,
  `INSERT INTO plate_reads (plate, read_number, read_id)
    ${NUMBERS} SELECT 'MANY-' || n, 1, read_id FROM numbers JOIN reads ON last_byte = 100000 + n`,
  `INSERT INTO faults (reader_id, at, last_byte, code, message, hint, bytes)
    ${NUMBERS} SELECT 'bench-' || (n % 2), '2027-01-01T10:00:00.000+03:00', n, 'reader-noise',
      'fault ' || n, '', zeroblob(@faultBytes) FROM numbers`,
  `INSERT INTO audit (entry, at, who, act, subject_kind, subject_key, reason, before_json,
      after_json, digest, previous, hash)
    ${NUMBERS} SELECT (SELECT max(entry) FROM audit) + n + 1 - @first,
      '2027-01-01T10:00:00.000+03:00', 'many', 'exported', 'none', 'MANY-' || n, '', 'null', 'null',
      '', 'before ' || n, 'hash ' || n FROM numbers`,
]

/**
 * Adds the plates `MANY-first` to `MANY-last` to a filled folder, each with a read, a fault and an
 * audit entry: rows for lists, quickly, and no chain.
 */
export function addMany(
  folder: string,
  [first, last]: readonly [number, number],
  faultBytes = 8,
): void {
  const database = new Database(join(folder, 'assayd.sqlite'))
  const insert = database.transaction(() => {
    for (const sql of ROWS) {
      database.prepare(sql).run({ first, last, ...(sql.includes('@faultBytes') && { faultBytes }) })
    }
  })
  insert()
  database.close()
}
