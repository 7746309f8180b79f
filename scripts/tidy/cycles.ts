import { importsOf } from './imports.ts'
import type { Import } from './imports.ts'
import type { Finding, Source } from './source.ts'

type Graph = ReadonlyMap<string, readonly Import[]>

function graphOf(sources: readonly Source[]): Graph {
  return new Map(
    sources.map((source) => [source.path, importsOf(source).filter(({ typeOnly }) => !typeOnly)]),
  )
}

/** The shortest way back to where it began, or undefined when there is none. */
function wayBack(graph: Graph, start: string): readonly Import[] | undefined {
  const ways: (readonly Import[])[] = [[]]
  const seen = new Set<string>()
  for (const way of ways) {
    const last = way.length === 0 ? start : (way.at(-1)?.path ?? '')
    for (const next of graph.get(last) ?? []) {
      if (next.path === start) return [...way, next]
      if (next.path === undefined || seen.has(next.path)) continue
      seen.add(next.path)
      ways.push([...way, next])
    }
  }
  return undefined
}

/** Files that import one another at run time, each circle once, told at its first file. */
export function cycles(sources: readonly Source[]): readonly Finding[] {
  const graph = graphOf(sources)
  const told = new Set<string>()
  return [...graph.keys()].toSorted().flatMap((file) => {
    const way = told.has(file) ? undefined : wayBack(graph, file)
    if (way === undefined) return []
    const circle = [file, ...way.map(({ path }) => path ?? '')]
    for (const path of circle) told.add(path)
    return [{ file, line: way[0]?.line ?? 0, rule: 'cycle', what: circle.join(' → ') }]
  })
}
