import type { Subject } from '../../core/analysis.ts'
import type { Bounded, Concentration } from '../../core/result.ts'
import { isBlocked, rulesTouching } from '../../core/study/evidence.ts'
import type { Well } from '../../core/well.ts'
import type { ExportInput } from '../../ports/exporter.ts'
import type { Column, Line } from '../table.ts'

/** Between the rules in one `flags` cell: clashes with neither separator. */
const FLAG_SEPARATOR = '|'

/** Rules of the flags on any of the wells or on the plate as a whole, and of all that block. */
export function flagsOn({ stored }: ExportInput, wells: readonly Well[]): string {
  return rulesTouching(stored.analysis.flags, wells).join(FLAG_SEPARATOR)
}

/** Whether any flag of the analysis blocks, the same on every line of every file. */
export function blockedColumn<Item>(): Column<Line<Item>> {
  const cell = ({ input }: Line<Item>) => (isBlocked(input.stored.analysis) ? 'yes' : 'no')
  return { name: 'blocked', cell }
}

/** What was found on the wells of a line, and whether it may be used before somebody looked. */
export function flagColumns<Item>(
  wellsOf: (line: Line<Item>) => readonly Well[],
): readonly Column<Line<Item>>[] {
  return [{ name: 'flags', cell: (line) => flagsOn(line.input, wellsOf(line)) }, blockedColumn()]
}

/** Which plate and analysis a line is of. */
export function plateColumns<Item>(): readonly Column<Line<Item>>[] {
  return [
    { name: 'plate', cell: ({ input }) => input.stored.plate },
    { name: 'analysis', cell: ({ input }) => input.stored.analysisId },
  ]
}

/** What the plate was measured and computed with, the same on every line. */
export function provenanceColumns<Item>(): readonly Column<Line<Item>>[] {
  return [
    { name: 'reader', cell: ({ input }) => input.read.readerId },
    { name: 'read_at', cell: ({ input }) => input.read.receivedAt },
    { name: 'layout', cell: ({ input }) => input.stored.record.layoutId },
    { name: 'assay', cell: ({ input }) => input.stored.record.assayId },
    { name: 'kit_lot', cell: ({ input }) => input.stored.record.kitLot },
    { name: 'operator', cell: ({ input }) => input.stored.record.operator },
    { name: 'analysed_at', cell: ({ input }) => input.stored.analysedAt },
    { name: 'code_version', cell: ({ input }) => input.stored.codeVersion },
  ]
}

/** The unit of every concentration of the plate. */
export function unitColumn<Item>(): Column<Line<Item>> {
  return { name: 'unit', cell: ({ input }) => input.stored.analysis.unit }
}

/** Whose milk it is and when it was taken. */
export function originColumns<
  Item extends Pick<Subject, 'slot' | 'mother' | 'visit' | 'date'>,
>(): readonly Column<Line<Item>>[] {
  return [
    { name: 'slot', cell: ({ item }) => item.slot },
    { name: 'mother', cell: ({ item }) => item.mother },
    { name: 'visit', cell: ({ item }) => item.visit },
    { name: 'date', cell: ({ item }) => item.date },
  ]
}

/** A concentration where the file has one a line: what it is worth, how much, how sure. */
export function concentrationColumns<
  Item extends { readonly concentration: Concentration },
>(): readonly Column<Line<Item>>[] {
  return [
    { name: 'state', cell: ({ item }) => item.concentration.state },
    { name: 'concentration', cell: ({ item }) => item.concentration.value },
    unitColumn(),
    { name: 'se', cell: ({ item }) => item.concentration.se },
    { name: 'ci_low', cell: ({ item }) => item.concentration.ciLow },
    { name: 'ci_high', cell: ({ item }) => item.concentration.ciHigh },
  ]
}

/** What is certain of that concentration when its state is not `ok`. */
export function boundColumns<
  Item extends { readonly concentration: Concentration },
>(): readonly Column<Line<Item>>[] {
  return [
    { name: 'lower', cell: ({ item }) => item.concentration.lower },
    { name: 'upper', cell: ({ item }) => item.concentration.upper },
    { name: 'reason', cell: ({ item }) => item.concentration.reason },
  ]
}

/** Error and bounds of a derived number. */
export function uncertaintyColumns<Item>(
  name: string,
  from: (item: Item) => Bounded,
): readonly Column<Line<Item>>[] {
  return [
    { name: `${name}_se`, cell: ({ item }) => from(item).se },
    { name: `${name}_lower`, cell: ({ item }) => from(item).lower },
    { name: `${name}_upper`, cell: ({ item }) => from(item).upper },
  ]
}
