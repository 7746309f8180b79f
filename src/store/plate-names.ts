import { textAt } from './rows.ts'
import type { Session } from './session.ts'

/** So many names from each place: all together are compared in a millisecond. */
const NAMES_MAX = 100

/** Each part goes along an index, so that it costs the same however many plates there are. */
const NEAR = `
  SELECT * FROM (SELECT plate FROM plates ORDER BY rowid DESC LIMIT ${NAMES_MAX})
  UNION SELECT * FROM (SELECT plate FROM plates WHERE plate >= ? ORDER BY plate LIMIT ${NAMES_MAX})
  UNION SELECT * FROM (
    SELECT plate FROM plates WHERE plate < ? ORDER BY plate DESC LIMIT ${NAMES_MAX})`

/**
 * Names of plates that one that nobody knows may stand for: the newest, and its neighbours in the
 * order of letters, also in capitals.
 */
export function loadPlateNamesNear(session: Session, plate: string): readonly string[] {
  const names = [plate, plate.toUpperCase()].flatMap((one) =>
    session.all(NEAR, one, one).map((row) => textAt(row, 'plate')),
  )
  return [...new Set(names)]
}
