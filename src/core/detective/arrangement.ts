import type { Layout, LayoutWell } from '../layout/layout.ts'
import { sourcesOf, type Transformation } from './transform.ts'

/** Positions of wells on the plate, row-major from 0. */
export type Places = readonly number[]

/** The wells of one standard; `nominal` is its concentration. */
export interface StandardPlaces {
  readonly level: number
  readonly nominal: number
  readonly places: Places
}

/** One supernatant at two dilutions; the more diluted wells should not read higher. */
export interface DilutionPlaces {
  readonly less: Places
  readonly more: Places
  /** How often the more diluted is diluted from the less. */
  readonly factor: number
}

/** What one hypothesis expects of the wells that were read. */
export interface Arrangement {
  /** By rising concentration. */
  readonly standards: readonly StandardPlaces[]
  /**
   * Wells of one control, or of one specimen, condition and dilution: two or more that should
   * agree.
   */
  readonly groups: readonly Places[]
  readonly blanks: Places
  readonly empties: Places
  /** Wells that a shift leaves bare; they may hold nothing, or something nobody wrote down. */
  readonly bare: Places
  /** Bare wells that would agree if somebody went on there in the layout's own pattern. */
  readonly bareGroups: readonly Places[]
  readonly dilutions: readonly DilutionPlaces[]
  /** Wells of the layout with something in them that a shift pushes off the plate. */
  readonly lostCount: number
}

/**
 * A layout with its wells sorted into groups of the same content, so that it is quickly laid this
 * way and that.
 */
export interface Sorted {
  readonly layout: Layout
  /** The group of each well; EMPTY and BLANK for wells that nothing was put into. */
  readonly groupOf: Int16Array
  readonly groups: readonly Group[]
  readonly dilutions: readonly DilutionStep[]
}

/** Two groups of one supernatant. */
interface DilutionStep {
  readonly less: number
  readonly more: number
  readonly factor: number
}

const EMPTY = -1
const BLANK = -2

interface Group {
  readonly content: LayoutWell
  /** Concentration of a standard; null for what is none. */
  readonly nominal: number | null
}

/** Sorts a layout's wells. `standards` are the concentrations, level 1 first. */
export function sortWells(layout: Layout, standards: readonly number[]): Sorted {
  const groups: Group[] = []
  const known = new Map<string, number>()
  const groupOf = Int16Array.from(layout.wells, (content) => {
    if (content.role === 'empty') return EMPTY
    if (content.role === 'blank') return BLANK
    const key = `${content.level ?? ''}/${supernatantOf(content)}/${content.dilution}`
    const group = known.get(key) ?? groups.length
    if (group < groups.length) return group
    known.set(key, group)
    groups.push({ content, nominal: standards[(content.level ?? 0) - 1] ?? null })
    return group
  })
  return { layout, groupOf, groups, dilutions: dilutionsOf(groups) }
}

function supernatantOf({ control, slot, condition }: LayoutWell): string {
  return `${control ?? ''}/${slot ?? ''}/${condition ?? ''}`
}

/** Neighbouring dilutions of one supernatant, by rising factor. */
function dilutionsOf(groups: readonly Group[]): readonly DilutionStep[] {
  const series = new Map<string, number[]>()
  groups.forEach(({ content }, group) => {
    if (content.slot === null) return
    const key = supernatantOf(content)
    series.set(key, [...(series.get(key) ?? []), group])
  })
  const factorOf = (group: number): number => groups[group]?.content.dilution ?? 1
  return [...series.values()].flatMap((members) => {
    const rising = members.toSorted((a, b) => factorOf(a) - factorOf(b))
    return rising.slice(1).map((more, before) => {
      const less = rising[before] ?? more
      return { less, more, factor: factorOf(more) / factorOf(less) }
    })
  })
}

/**
 * What lies where when the layout lies on the plate in this way; wells that were not read are left
 * out.
 */
export function arrange(
  sorted: Sorted,
  transformation: Transformation,
  isRead: (place: number) => boolean,
): Arrangement {
  const { groups, dilutions } = sorted
  const { laid, further, blanks, empties, bare, lostCount } = lay(sorted, transformation, isRead)
  return {
    standards: standardsOf(groups, laid),
    groups: laid.filter((places, at) => places.length > 1 && groups[at]?.nominal === null),
    blanks,
    empties,
    bare,
    bareGroups: further.filter((places) => places.length > 1),
    dilutions: dilutions
      .map((step) => ({ ...step, less: laid[step.less] ?? [], more: laid[step.more] ?? [] }))
      .filter(({ less, more }) => less.length > 0 && more.length > 0),
    lostCount,
  }
}

/** Where groups come to lie, and what would continue them on a bare line. */
interface Lying {
  readonly laid: readonly number[][]
  readonly further: readonly number[][]
  readonly blanks: number[]
  readonly empties: number[]
  readonly bare: number[]
  readonly lostCount: number
}

function lay(
  { layout, groupOf, groups }: Sorted,
  transformation: Transformation,
  isRead: (place: number) => boolean,
): Lying {
  const [laid, further] = [groups.map((): number[] => []), groups.map((): number[] => [])]
  const lying: Pick<Lying, 'blanks' | 'empties' | 'bare'> = { blanks: [], empties: [], bare: [] }
  let lostCount = groupOf.reduce((filled, group) => filled + Number(group >= 0), 0)
  sourcesOf(transformation, layout.format).forEach((source, place) => {
    const group = groupOf[source] ?? EMPTY
    lostCount -= Number(group >= 0)
    if (!isRead(place)) return
    laid[group]?.push(place)
    if (source < 0) further[groupOf[place] ?? EMPTY]?.push(place)
    if (source < 0) lying.bare.push(place)
    else if (group === EMPTY) lying.empties.push(place)
    else if (group === BLANK) lying.blanks.push(place)
  })
  return { ...lying, laid, further, lostCount }
}

function standardsOf(groups: readonly Group[], laid: readonly Places[]): readonly StandardPlaces[] {
  return groups
    .map(({ content, nominal }, at) => ({
      level: content.level ?? 0,
      nominal: nominal ?? 0,
      isStandard: nominal !== null,
      places: laid[at] ?? [],
    }))
    .filter(({ isStandard, places }) => isStandard && places.length > 0)
    .toSorted((a, b) => a.nominal - b.nominal)
}
