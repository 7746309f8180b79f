import { createHash } from 'node:crypto'

import type { Block, PlateRead, ReadWell, WellValue } from '../core/plate-read.ts'
import { isOd } from '../core/plate-read.ts'
import type { PlateFormat } from '../core/well.ts'
import type { HeardRead, ReadPlace, StoredRead } from '../ports/store.ts'
import {
  bytesAt,
  jsonAt,
  jsonFrom,
  numberAt,
  numberOrNullAt,
  textAt,
  textOrNullAt,
  wordAt,
} from './rows.ts'
import type { Row } from './rows.ts'
import type { Session } from './session.ts'
import { CHECKSUMS, MARKS, SUBTRACTED, isTextRecord } from './words.ts'

/** A well value as two columns: a number, or the word that says why there is none. */
export function cellsFromValue(value: WellValue): { od: number | null; mark: string | null } {
  return isOd(value) ? { od: value, mark: null } : { od: null, mark: value }
}

export function valueAt(row: Row): WellValue {
  return numberOrNullAt(row, 'od') ?? wordAt(row, 'mark', MARKS)
}

function subtractedText(subtracted: Block['subtractedByInstrument']): string {
  if (subtracted === 'unknown') return 'unknown'
  return subtracted ? 'yes' : 'no'
}

function insertBlock(session: Session, block: Block, key: { read_id: number; block: number }) {
  session.insert('read_blocks', {
    ...key,
    interval: block.interval,
    wavelength_nm: block.wavelengthNm,
    reference_nm: block.referenceNm,
    subtracted_by_instrument: subtractedText(block.subtractedByInstrument),
    temperature_c: block.temperatureC,
    checksum: block.checksum,
  })
  for (const [index, { well, value, text }] of block.wells.entries()) {
    const cells = cellsFromValue(value)
    session.insert('read_wells', { ...key, position: index + 1, well, ...cells, text })
  }
}

function insertRead(session: Session, { read, place, ...heard }: HeardRead): number {
  session.insert('reads', {
    capture_id: place.captureId,
    last_byte: place.lastByte,
    reader_id: heard.readerId,
    driver_id: heard.driverId,
    received_at: heard.receivedAt,
    wells_in_plate: read.format,
    barcode: read.barcode,
    extra_json: jsonFrom(read.extra),
    bytes: read.bytes,
  })
  const readId = session.lastKey()
  for (const [index, block] of read.blocks.entries()) {
    insertBlock(session, block, { read_id: readId, block: index + 1 })
  }
  session.insert('reads_to_assign', { read_id: readId })
  const sha256 = createHash('sha256').update(read.bytes).digest('hex')
  session.record({
    who: 'assayd',
    reason: '',
    act: 'read-stored',
    subject: { kind: 'read', key: String(readId) },
    before: null,
    after: { reader: heard.readerId, ...place, sha256 },
  })
  return readId
}

function readAt(session: Session, { captureId, lastByte }: ReadPlace): number | undefined {
  const sql = 'SELECT read_id FROM reads WHERE capture_id = ? AND last_byte = ?'
  const row = session.first(sql, captureId, lastByte)
  return row === undefined ? undefined : numberAt(row, 'read_id')
}

/** Stores the read unless its place is taken; then the read that took it comes back. */
export function saveRead(session: Session, heard: HeardRead) {
  const known = readAt(session, heard.place)
  if (known !== undefined) return { stored: loadRead(session, known), isNew: false }
  return { stored: { ...heard, readId: insertRead(session, heard) }, isNew: true }
}

function wellFromRow(row: Row): ReadWell {
  return { well: textAt(row, 'well'), value: valueAt(row), text: textAt(row, 'text') }
}

function blockFromRow(row: Row, wells: readonly ReadWell[]): Block {
  const subtracted = wordAt(row, 'subtracted_by_instrument', SUBTRACTED)
  return {
    interval: numberAt(row, 'interval'),
    wavelengthNm: numberAt(row, 'wavelength_nm'),
    referenceNm: numberOrNullAt(row, 'reference_nm'),
    subtractedByInstrument: SUBTRACTED[subtracted],
    temperatureC: numberOrNullAt(row, 'temperature_c'),
    checksum: wordAt(row, 'checksum', CHECKSUMS),
    wells,
  }
}

function loadBlocks(session: Session, readId: number): readonly Block[] {
  const wells = new Map<number, ReadWell[]>()
  const sql = 'SELECT * FROM read_wells WHERE read_id = ? ORDER BY block, position'
  for (const row of session.all(sql, readId)) {
    const block = numberAt(row, 'block')
    const known = wells.get(block)
    if (known === undefined) wells.set(block, [wellFromRow(row)])
    else known.push(wellFromRow(row))
  }
  return session
    .all('SELECT * FROM read_blocks WHERE read_id = ? ORDER BY block', readId)
    .map((row) => blockFromRow(row, wells.get(numberAt(row, 'block')) ?? []))
}

function formatAt(row: Row): PlateFormat {
  return numberAt(row, 'wells_in_plate') === 96 ? 96 : 384
}

/** Throws RangeError when there is no such read. */
export function loadRead(session: Session, readId: number): StoredRead {
  const row = session.first('SELECT * FROM reads WHERE read_id = ?', readId)
  if (row === undefined) throw new RangeError(`Expected a stored read, got '${readId}'.`)
  const read: PlateRead = {
    format: formatAt(row),
    blocks: loadBlocks(session, readId),
    barcode: textOrNullAt(row, 'barcode'),
    extra: jsonAt(row, 'extra_json', isTextRecord),
    bytes: bytesAt(row, 'bytes'),
  }
  return {
    read,
    readId,
    place: { captureId: textAt(row, 'capture_id'), lastByte: numberAt(row, 'last_byte') },
    readerId: textAt(row, 'reader_id'),
    driverId: textAt(row, 'driver_id'),
    receivedAt: textAt(row, 'received_at'),
  }
}
