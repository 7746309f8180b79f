import type { Assay } from '../core/assay.ts'
import { AssaydError } from '../core/errors.ts'
import { assembleLayout } from '../core/layout/assemble-layout.ts'
import { expandLayouts } from '../core/layout/expand-layouts.ts'
import type { Layout } from '../core/layout/layout.ts'
import type { RunSheet } from '../core/run-sheet.ts'
import type { StoredDocument } from '../ports/store.ts'
import type { PlateDocuments, ReadDocuments } from '../ports/verify.ts'
import type { AssayFile } from './assay-schema.ts'
import { assayFromFile, assaySchema } from './assay-schema.ts'
import type { Separator } from './csv-records.ts'
import { tableFrom } from './csv-table.ts'
import type { LayoutFile } from './layout-schema.ts'
import { layoutSchema, planFromFile } from './layout-schema.ts'
import { mistakesError } from './mistake.ts'
import type { ClosedSchema } from './read-closed.ts'
import { readClosed } from './read-closed.ts'
import type { RunSheetFile } from './run-sheet-schema.ts'
import { runSheetFromFile, runSheetSchema } from './run-sheet-schema.ts'
import { sourceFromTable } from './run-sheet-table.ts'
import type { Source } from './source.ts'
import { historyIn, limitsIn, masksIn } from './stored-judgement.ts'
import { parseYaml } from './yaml-source.ts'

/** Rules come and go between versions; what an old assay says of one is taken as it stands. */
const ANY_RULES = assaySchema(null)
const ASSAY = { whole: ANY_RULES, part: ANY_RULES.partial() }
const LAYOUT = { whole: layoutSchema, part: layoutSchema.partial() }
const SHEET = { whole: runSheetSchema, part: runSheetSchema.partial() }

/** How the cells of a kept sheet are separated is not kept with it; one of them fits. */
const SEPARATORS: readonly Separator[] = [',', ';']

/** Between the texts of a layout and of those that it includes; see `textWithIncludes`. */
const INCLUDED = /\n# included: (.+)\n/

/** The kept texts, read as the files were. A text is read once, whichever analyses used it. */
export function documentReader(): ReadDocuments {
  const layouts = new Map<string, Layout>()
  const assays = new Map<string, Assay>()
  return (documents) => {
    const layoutOf = (one: StoredDocument) => kept(layouts, one, layoutFrom)
    return {
      layout: layoutOf(the(documents, 'layout')),
      assay: kept(assays, the(documents, 'assay'), assayFrom),
      sheet: sheetIn(documents),
      otherLayouts: documents.filter(({ kind }) => kind === 'other-layout').map(layoutOf),
      history: historyIn(documents),
      masks: masksIn(documents),
      limits: limitsIn(documents),
    } satisfies PlateDocuments
  }
}

function kept<Value>(
  known: Map<string, Value>,
  document: StoredDocument,
  read: (document: StoredDocument) => Value,
): Value {
  const before = known.get(document.hash)
  if (before !== undefined) return before
  const value = read(document)
  known.set(document.hash, value)
  return value
}

function the(documents: readonly StoredDocument[], kind: StoredDocument['kind']): StoredDocument {
  const found = documents.find((one) => one.kind === kind)
  if (found !== undefined) return found
  throw new AssaydError('store-damaged', `The analysis has no document of kind '${kind}'.`, {
    hint: 'The row was removed: restore the database from a backup.',
  })
}

function nameOf({ kind, id }: StoredDocument): string {
  return `${kind} '${id}'`
}

function yamlFrom(file: string, text: string): Source {
  const { source, mistakes } = parseYaml(file, text)
  if (source === null) throw mistakesError(mistakes)
  return source
}

function wholeOf<Whole>(source: Source, schema: ClosedSchema<Whole>): Whole {
  const { whole, mistakes } = readClosed(source, schema)
  if (whole === null) throw mistakesError(mistakes)
  return whole
}

function assayFrom(document: StoredDocument): Assay {
  return assayFromFile(wholeOf<AssayFile>(yamlFrom(nameOf(document), document.text), ASSAY))
}

function layoutFrom(document: StoredDocument): Layout {
  const [own = '', ...rest] = document.text.split(INCLUDED)
  const file = wholeOf<LayoutFile>(yamlFrom(nameOf(document), own), LAYOUT)
  const { id, name, plate: format, assay = '', baseline = 'baseline' } = file
  const plans = new Map([[id, planFromFile(file)]])
  for (let at = 0; at < rest.length; at += 2) {
    const [included = '', text = ''] = rest.slice(at, at + 2)
    plans.set(included, planFromFile(wholeOf<LayoutFile>(yamlFrom(included, text), LAYOUT)))
  }
  const expanded = expandLayouts(plans).get(id)
  if (expanded?.sound !== true) {
    const told = expanded?.mistakes.map(({ what }) => what).join('; ') ?? ''
    throw new AssaydError('config-invalid', `The ${nameOf(document)} has mistakes: ${told}`)
  }
  const head = { id, name, format, assay, baselineKind: baseline }
  return assembleLayout(head, expanded.board)
}

/** The run sheet as it was used; null where the specimens were placeholders. */
export function sheetIn(documents: readonly StoredDocument[]): RunSheet | null {
  const document = documents.find(({ kind }) => kind === 'run-sheet')
  if (document === undefined) return null
  const source = tableSource(document) ?? yamlFrom(nameOf(document), document.text)
  return runSheetFromFile(wholeOf<RunSheetFile>(source, SHEET))
}

/** The sheet as CSV; null when no separator makes a run sheet of it, so that it must be YAML. */
function tableSource(document: StoredDocument): Source | null {
  for (const separator of SEPARATORS) {
    const text = { file: nameOf(document), text: document.text }
    const reading = tableFrom(text, { separator, saidBy: null })
    const source = reading.table === null ? null : sourceFromTable(reading).source
    if (source !== null) return source
  }
  return null
}
