import { readdirSync } from 'node:fs'
import { join, parse } from 'node:path'

import type { Mistake } from './mistake.ts'
import { shownFile } from './mistake.ts'
import type { ClosedSchema, Reading } from './read-closed.ts'
import { readClosed } from './read-closed.ts'
import { readYaml } from './yaml-source.ts'

/** One file of a folder of definitions; `reading` is null when it is not well-formed YAML. */
export interface Definition<Whole> {
  /** The id it gives, or the name of the file when it gives none that can be read. */
  readonly id: string
  /** The name of the file without its ending. */
  readonly name: string
  readonly reading: Reading<Whole> | null
}

/** A folder of definitions, one a file, with the mistakes of their shape and their ids. */
export interface DefinitionFolder<Whole> {
  readonly definitions: readonly Definition<Whole>[]
  readonly mistakes: readonly Mistake[]
}

/** Reads every `*.yaml` and `*.yml` of a folder, except those that begin with a point or `~`. */
export function readDefinitions<Whole extends { readonly id: string }>(
  folder: string,
  schema: ClosedSchema<Whole>,
): DefinitionFolder<Whole> {
  const { files, mistakes } = filesIn(folder)
  const read = files
    .filter((file) => /\.ya?ml$/i.test(file))
    .map((file) => readOne(folder, file, schema))
  const definitions = read.map(({ definition }) => definition)
  return {
    definitions,
    mistakes: [...mistakes, ...read.flatMap((each) => each.mistakes), ...idMistakes(definitions)],
  }
}

/** The names of the files in a folder, in order; a folder that cannot be read is a mistake. */
export function filesIn(folder: string): { files: readonly string[]; mistakes: Mistake[] } {
  try {
    const names = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => !entry.isDirectory() && !/^[.~]/.test(entry.name))
      .map(({ name }) => name)
    return { files: names.toSorted(), mistakes: [] }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    const what = `cannot be read (${code}), expected a folder`
    return { files: [], mistakes: [{ file: shownFile(folder), line: null, path: '', what }] }
  }
}

/** Every id that references may mean, also of files with mistakes, told elsewhere. */
export function idsOf(definitions: readonly Definition<unknown>[]): readonly string[] {
  return [...new Set(definitions.flatMap(({ id, name }) => [id, name]))].toSorted()
}

function readOne<Whole extends { readonly id: string }>(
  folder: string,
  file: string,
  schema: ClosedSchema<Whole>,
): { definition: Definition<Whole>; mistakes: readonly Mistake[] } {
  const { name } = parse(file)
  const yaml = readYaml(join(folder, file))
  if (yaml.source === null)
    return { definition: { id: name, name, reading: null }, mistakes: yaml.mistakes }
  const reading = readClosed(yaml.source, schema)
  const id = reading.part.id ?? name
  return { definition: { id, name, reading }, mistakes: reading.mistakes }
}

/** A definition is found by its id and opened by its file name; the two must be the same. */
function idMistakes(definitions: readonly Definition<unknown>[]): readonly Mistake[] {
  return definitions.flatMap(({ id, name, reading }, at) => {
    if (reading === null) return []
    const first = definitions.slice(0, at).find((before) => before.id === id)
    const where = first?.reading?.source.file ?? first?.name
    const twice = `'${id}' is also the id in ${where}, expected another id`
    const other = `'${id}' is not the name of the file, expected '${name}'`
    return [
      ...(id === name ? [] : [reading.mistake(['id'], other)]),
      ...(first === undefined ? [] : [reading.mistake(['id'], twice)]),
    ]
  })
}
