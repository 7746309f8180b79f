import { textFromBytes } from '../../src/driver-kit.ts'
import { type AssayDefinition, definitionFromBytes } from './assay-definition.ts'
import type { Command } from './commands.ts'
import { planOfPlate, planOfWells, type Range, rangeFromBytes, type ReadPlan } from './read-plan.ts'
import type { Status, StatusFormat } from './status.ts'

/**
 * What the reader was told and has confirmed, as far as it cannot be seen in the bytes of a plate.
 * It is set by what the host sent, and only once the reader acknowledged it; after any doubt it is
 * unknown again.
 */
export interface ReaderMemory {
  readonly statusFormat: StatusFormat | 'unknown'
  /** Undefined as long as no definition was loaded on this line, or when it may have been lost. */
  readonly definition: AssayDefinition | undefined
  /** Null until a range was set for this definition: the whole plate. */
  readonly rows: Range | null
  readonly columns: Range | null
  /** The barcode asked for since the last read. */
  readonly barcode: string | null
}

/** A command that is over, with how it ended. */
export interface Done {
  readonly command: Command
  readonly argument: Uint8Array
  /** False when the answer broke off: whether the reader took the argument is not known. */
  readonly isSure: boolean
  readonly status: Status | undefined
  readonly data: Uint8Array
}

/** Nothing is known: a fresh connection. */
export const NOTHING_KNOWN: ReaderMemory = {
  statusFormat: 'unknown',
  definition: undefined,
  rows: null,
  columns: null,
  barcode: null,
}

/** After power-up a reader speaks 312 and has no definition. */
export const RESTARTED: ReaderMemory = { ...NOTHING_KNOWN, statusFormat: '312' }

/** Barcode of a reader that read none. */
const NO_BARCODE = 'NR'
const ROWS_MAX = 16
const COLUMNS_MAX = 24

/** The memory after a command was carried out, refused or left in doubt. */
export function afterCommand(memory: ReaderMemory, done: Done): ReaderMemory {
  const isDone = done.isSure && done.status?.ok !== false
  switch (done.command.code) {
    case 'n':
      return { ...memory, statusFormat: isDone ? formatFromSwitch(done.argument) : 'unknown' }
    case 'V':
      return afterDefinition(memory, isDone ? definitionFromBytes(done.argument) : undefined)
    case 'r':
      return afterRange(memory, {
        rows: isDone ? rangeFromBytes(done.argument, ROWS_MAX) : undefined,
      })
    case '%':
      return afterRange(memory, {
        columns: isDone ? rangeFromBytes(done.argument, COLUMNS_MAX) : undefined,
      })
    case 's':
      return { ...memory, barcode: isDone ? barcodeFromBytes(done.data) : null }
    case 'S':
    case 'd':
      return { ...memory, barcode: null }
    case '*':
      // What a self-test leaves of the definition is not known.
      return afterDefinition(memory, undefined)
    default:
      return memory
  }
}

/** What the answer to a read will look like; undefined when this line does not know. */
export function planFor(
  memory: ReaderMemory,
  command: Command,
  argument: Uint8Array,
): ReadPlan | undefined {
  const { definition, rows, columns } = memory
  if (definition === undefined) return undefined
  return command.reply.kind === 'wells'
    ? planOfWells(definition, argument)
    : planOfPlate({ definition, rows, columns })
}

/** The text of 32 bytes padded with zeros; null when the reader found no barcode. */
export function barcodeFromBytes(data: Uint8Array): string | null {
  const text = textFromBytes(data)
    .replace(/\0[\s\S]*$/, '')
    .trim()
  return text === '' || text === NO_BARCODE ? null : text
}

function formatFromSwitch(argument: Uint8Array): StatusFormat {
  return textFromBytes(argument) === '1' ? 'elx' : '312'
}

/** A new definition, or none, takes the ranges with it. */
function afterDefinition(
  memory: ReaderMemory,
  definition: AssayDefinition | undefined,
): ReaderMemory {
  return { ...memory, definition, rows: null, columns: null }
}

/** A range in doubt makes the next read unreadable: better none than one in the wrong wells. */
function afterRange(
  memory: ReaderMemory,
  range: { readonly rows?: Range | undefined; readonly columns?: Range | undefined },
): ReaderMemory {
  const isSure = Object.values(range).every((each) => each !== undefined)
  if (!isSure) return afterDefinition(memory, undefined)
  const { rows = memory.rows, columns = memory.columns } = range
  return { ...memory, rows, columns }
}
