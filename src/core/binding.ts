import type { RunSheet } from './run-sheet.ts'

/** How a plate came by its layout; `assigned` is by a person, afterwards. */
export type BindingKind = 'run-sheet' | 'barcode' | 'reader-default' | 'assigned' | 'unassigned'

/** What is known when a plate has been read and must find out which plate it is. */
export interface BindingClues {
  readonly readerId: string
  /** As the reader read it, or null. */
  readonly barcode: string | null
  readonly defaultLayout: string | null
  /** Run sheets that waited for this reader when the read was asked for. */
  readonly expected: readonly RunSheet[]
  /** Every run sheet there is; a barcode may name one. */
  readonly sheets: readonly RunSheet[]
  /** True for plates that have been read already. */
  readonly isKnown: (plate: string) => boolean
  /** A name for a plate nobody named; unique. */
  readonly freshName: string
}

/**
 * Which plate it is. Without a sheet the specimens are placeholders; without a layout nothing can
 * be computed yet.
 */
export interface BoundPlate {
  readonly plate: string
  readonly kind: BindingKind
  readonly reason: string
  readonly layoutId: string | null
  readonly sheet: RunSheet | null
}

/** Run sheets that name this reader and whose plate has not been read yet. */
export function waitingSheets(
  clues: Pick<BindingClues, 'readerId' | 'sheets' | 'isKnown'>,
): readonly RunSheet[] {
  return clues.sheets.filter(
    (sheet) => sheet.reader === clues.readerId && !clues.isKnown(sheet.plate),
  )
}

/**
 * A plate finds its layout by a run sheet that expects the next plate on its reader, else by its
 * barcode, else by the reader's default layout. Clues that contradict one another are never
 * weighed: a wrong guess is a wrong mother, so the plate stays unassigned and the reason says what
 * a person must decide.
 */
export function bindPlate(clues: BindingClues): BoundPlate {
  const waiting = clues.expected.filter(({ plate }) => !clues.isKnown(plate))
  const withBarcode =
    clues.barcode === null
      ? []
      : clues.sheets.filter(({ barcode, plate }) => (barcode ?? plate) === clues.barcode)
  const trouble = contradiction(clues, waiting, withBarcode)
  if (trouble !== null) return unassigned(clues, trouble)
  const [named] = withBarcode
  const [expected] = waiting
  if (expected !== undefined && (named === undefined || named.plate === expected.plate)) {
    return bound('run-sheet', expected, `Run sheet '${expected.plate}' expects it on this reader.`)
  }
  if (named !== undefined) return bound('barcode', named, `Barcode '${clues.barcode}'.`)
  if (clues.expected.length > 0) {
    const reason = `${names(clues.expected)} was expected and has been read already.`
    return unassigned(clues, reason)
  }
  if (clues.defaultLayout === null) {
    return unassigned(
      clues,
      'No run sheet expects it or has its barcode, and the reader has no default layout.',
    )
  }
  return {
    plate: clues.barcode ?? clues.freshName,
    kind: 'reader-default',
    reason: `Default layout of reader '${clues.readerId}'; the specimens are placeholders.`,
    layoutId: clues.defaultLayout,
    sheet: null,
  }
}

function contradiction(
  { readerId, barcode }: BindingClues,
  waiting: readonly RunSheet[],
  withBarcode: readonly RunSheet[],
): string | null {
  const [named, secondNamed] = withBarcode
  if (secondNamed !== undefined)
    return `Several run sheets have the barcode '${barcode}': ${names(withBarcode)}.`
  if (named !== undefined) return otherPlateExpected(named, waiting, barcode)
  if (waiting.length > 1)
    return `Several run sheets wait for reader '${readerId}': ${names(waiting)}.`
  const expectedBarcode = waiting[0]?.barcode ?? null
  if (barcode !== null && expectedBarcode !== null && expectedBarcode !== barcode) {
    const plate = waiting[0]?.plate ?? ''
    return `Run sheet '${plate}' expects barcode '${expectedBarcode}', the plate has '${barcode}'.`
  }
  return null
}

/**
 * A barcode picks its own sheet among several that wait; alone against a sheet that expects another
 * plate it does not.
 */
function otherPlateExpected(
  named: RunSheet,
  waiting: readonly RunSheet[],
  barcode: string | null,
): string | null {
  if (waiting.length === 0 || waiting.some(({ plate }) => plate === named.plate)) return null
  const whose = `Its barcode '${barcode}' belongs to plate '${named.plate}'`
  return `${whose}, but the reader waits for ${names(waiting)}.`
}

function names(sheets: readonly RunSheet[]): string {
  return sheets.map(({ plate }) => `'${plate}'`).join(', ')
}

function bound(kind: BindingKind, sheet: RunSheet, reason: string): BoundPlate {
  return { plate: sheet.plate, kind, reason, layoutId: sheet.layout, sheet }
}

function unassigned({ freshName }: BindingClues, reason: string): BoundPlate {
  return { plate: freshName, kind: 'unassigned', reason, layoutId: null, sheet: null }
}
