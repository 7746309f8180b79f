import type { WellValue } from '../../src/driver-kit.ts'

import { COLUMNS, ROWS, valueFromToken } from './plate-text.ts'

// A plate from the memory of a 680, both ways. Source: Model 680 manual, p. 58. The data of `URPD`
// are items with commas between them: mode, memory, kit name, S or D for one wavelength or two,
// wavelengths and filter positions of measurement and reference, protocol, date, `begin`, the
// values row by row, `end`, and for two wavelengths `begin`, values and `end` once more. There is
// no checksum. Whether rows are parted by CR as well is not clear, so that a CR is taken for a
// comma.

/** What stands before the values. */
export interface StoredHead {
  readonly mode: string
  readonly memory: string
  readonly kit: string
  readonly measurementNm: number
  readonly referenceNm: number | null
  readonly protocol: string
  readonly date: string
}

/** A whole stored plate: its values row by row, the measurement first. */
export interface StoredPlate {
  readonly head: StoredHead
  readonly blocks: readonly (readonly string[])[]
}

const HEAD_ITEMS = 10
const WELLS = ROWS * COLUMNS
/** `begin`, the values, `end`. */
const BLOCK_ITEMS = WELLS + 2
const ITEMS_MAX = HEAD_ITEMS + 2 * BLOCK_ITEMS
const VALUE = /^ *(?:-?\d\.\d{3}|-?\*\.\*{3}) *$/

/** Collects the items of a stored plate, line by line. */
export class StoredItems {
  readonly #items: string[] = []

  /** `done` once the last `end` came; `malformed` when an item cannot stand where it stands. */
  take(line: string): 'more' | 'done' | 'malformed' {
    const items = line.replace(/,$/, '').split(',')
    this.#items.push(...items.slice(0, ITEMS_MAX + 1))
    if (this.#items.length > ITEMS_MAX) return 'malformed'
    if (this.#items.length < HEAD_ITEMS) return 'more'
    const wanted = HEAD_ITEMS + BLOCK_ITEMS * this.blocksExpected
    if (this.#items.length < wanted) return 'more'
    return this.plate() === undefined ? 'malformed' : 'done'
  }

  get blocksExpected(): number {
    return this.#items[3]?.trim().toUpperCase() === 'D' ? 2 : 1
  }

  /** The plate; undefined as long as it is not whole, and when it is none. */
  plate(): StoredPlate | undefined {
    const head = headFromItems(this.#items.slice(0, HEAD_ITEMS))
    const rest = this.#items.slice(HEAD_ITEMS)
    if (head === undefined || rest.length !== BLOCK_ITEMS * this.blocksExpected) return undefined
    const blocks = Array.from({ length: this.blocksExpected }, (_, index) =>
      rest.slice(index * BLOCK_ITEMS, (index + 1) * BLOCK_ITEMS),
    )
    return blocks.every(isBlock)
      ? { head, blocks: blocks.map((block) => block.slice(1, -1)) }
      : undefined
  }
}

function isBlock(items: readonly string[]): boolean {
  const isMarked = isMarker(items[0], 'begin') && isMarker(items.at(-1), 'end')
  return isMarked && items.slice(1, -1).every((item) => VALUE.test(item))
}

function isMarker(item: string | undefined, marker: string): boolean {
  return item !== undefined && new RegExp(`^ *\\.? *${marker} *$`, 'i').test(item)
}

function headFromItems(items: readonly string[]): StoredHead | undefined {
  const [mode = '', memory = '', kit = '', count = '', mes = '', ref = ''] = items
  const [protocol = '', date = ''] = items.slice(8)
  const isDual = /^ *D *$/i.test(count)
  const fits =
    (isDual || /^ *S *$/i.test(count)) &&
    /^ *\d{3} *$/.test(mes) &&
    (isDual ? /^ *\d{3} *$/ : /^ *$/).test(ref)
  if (!fits) return undefined
  return {
    mode: mode.trim(),
    memory: memory.trim(),
    // The name is padded with a NUL.
    kit: kit.replaceAll('\0', '').trim(),
    measurementNm: Number(mes),
    referenceNm: isDual ? Number(ref) : null,
    protocol: protocol.trim(),
    date: date.trim(),
  }
}

/** The value of a stored item. */
export function valueFromItem(item: string): WellValue {
  return valueFromToken(item.trim())
}

/** A stored plate to send. */
export interface StoredToSend extends StoredHead {
  readonly measurementFilter: number
  readonly referenceFilter: number | null
  /** Values as `0.101` or `-0.004`, row by row. */
  readonly blocks: readonly (readonly string[])[]
}

/** The data of the answer to `URPD`. */
export function textFromStored(plate: StoredToSend): string {
  const { measurementNm, referenceNm, measurementFilter, referenceFilter } = plate
  return [
    plate.mode,
    plate.memory,
    plate.kit,
    referenceNm === null ? 'S' : 'D',
    measurementNm,
    referenceNm ?? ' ',
    measurementFilter,
    referenceFilter ?? ' ',
    plate.protocol,
    plate.date,
    ...plate.blocks.flatMap((values) => ['begin', ...values, 'end']),
  ].join(',')
}
