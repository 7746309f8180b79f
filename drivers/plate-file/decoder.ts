import {
  type Decoder,
  type FaultText,
  faultFrom,
  type Heard,
  type PlateRead,
} from '../../src/driver-kit.ts'
import { readGen5 } from './gen5.ts'
import { readMatrix } from './matrix.ts'
import { formatOf, type DialectReader } from './plate.ts'
import type { FileSettings } from './settings.ts'
import { linesOf, type Mistake } from './sheet.ts'
import { readSkanit } from './skanit.ts'
import { readSoftmax } from './softmax.ts'
import { readTidy } from './tidy.ts'

/** No export of a plate is so long. */
const FILE_BYTES_MAX = 1024 * 1024
const MISTAKES_TOLD_MAX = 10

const DIALECTS: Readonly<Record<FileSettings['dialect'], DialectReader>> = {
  softmax: readSoftmax,
  gen5: readGen5,
  skanit: readSkanit,
  matrix: readMatrix,
  tidy: readTidy,
}

/** A connection is one file; it is read when it ends, whole or not at all. */
export function createDecoder(settings: FileSettings | null): Decoder {
  let bytes: number[] = []
  let before = 0
  const take = (): Uint8Array => {
    const taken = Uint8Array.from(bytes)
    before += bytes.length
    bytes = []
    return taken
  }
  return {
    sent: () => [],
    received(byte) {
      bytes.push(byte)
      if (bytes.length < FILE_BYTES_MAX) return []
      return [unread(take(), [{ line: 1, what: `it is longer than ${FILE_BYTES_MAX} bytes` }])]
    },
    silence: () => (bytes.length === 0 ? [] : [noise(take())]),
    closed() {
      const startsAt = before
      const file = take()
      return file.length === 0 ? [] : readFile(file, startsAt, settings)
    },
  }
}

function readFile(
  file: Uint8Array,
  startsAt: number,
  settings: FileSettings | null,
): readonly Heard[] {
  if (settings === null) return [unread(file, [{ line: 1, what: 'nobody said how it is written' }])]
  if (isWorkbook(file)) return [unread(file, [{ line: 1, what: WORKBOOK }])]
  const lines = linesOf(file, settings)
  if ('what' in lines) return [unread(file, [lines])]
  // Where a field may be empty, the last of a file that breaks off must not look so.
  const last = lines.at(-1)
  if (settings.partial === 'yes' && last !== undefined && last.text !== '') {
    return [unread(file, [{ line: last.number, what: 'the last line has no end' }])]
  }
  const found = DIALECTS[settings.dialect](lines, settings)
  if ('mistakes' in found) return [unread(file, found.mistakes)]
  return found.plates.map(({ blocks, extra, endsAt }): Heard => {
    const told = { dialect: settings.dialect, ...extra }
    const read: PlateRead = {
      format: formatOf(settings),
      blocks,
      barcode: null,
      extra: told,
      bytes: file,
    }
    return { kind: 'read', read, endsAt: startsAt + endsAt }
  })
}

const WORKBOOK =
  'it is a workbook (.xlsx or .xls), as Magellan exports; assayd reads no workbooks, ' +
  "save the plate as text and describe it as dialect 'matrix' or 'tidy'"

/** The first bytes of a ZIP archive, which .xlsx files are, and of the older .xls. */
const WORKBOOKS = [
  [0x50, 0x4b, 0x03, 0x04],
  [0xd0, 0xcf, 0x11, 0xe0],
] as const

function isWorkbook(file: Uint8Array): boolean {
  return WORKBOOKS.some((first) => first.every((byte, at) => file[at] === byte))
}

function unread(file: Uint8Array, mistakes: readonly Mistake[]): Heard {
  const inOrder = mistakes.toSorted((left, right) => left.line - right.line)
  const told = inOrder.slice(0, MISTAKES_TOLD_MAX).map(({ line, what }) => `line ${line}: ${what}`)
  const more = mistakes.length - told.length
  const rest = more > 0 ? `; and ${more} more mistakes` : ''
  return fault(file, {
    code: 'reader-malformed',
    message: `The file is not used: ${told.join('; ')}${rest}.`,
    hint:
      'Compare the file with the settings of its reader: ' +
      'dialect, decimal mark, separator, encoding.',
  })
}

function noise(bytes: Uint8Array): Heard {
  return fault(bytes, {
    code: 'reader-noise',
    message: `${bytes.length} bytes came without the end of a file.`,
    hint: 'Files come from a folder: set the port to folder:PATH.',
  })
}

function fault(bytes: Uint8Array, text: FaultText): Heard {
  return { kind: 'fault', fault: faultFrom(text, bytes) }
}
