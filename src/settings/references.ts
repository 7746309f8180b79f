import { guess } from '../core/closest.ts'
import type { Mistake, Path } from './mistake.ts'
import { mistakeAt } from './read-closed.ts'
import type { Source } from './source.ts'

/** Where ids stand that refer to something: a path in which `*` is every item of a list. */
export type References = readonly string[]

/** Ids are looked at also where something else is wrong; text that is no id was told before. */
const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/

/** Every id at these places of a file that is not known, with the one probably meant. */
export function unknownIds(
  source: Source,
  references: References,
  known: readonly string[] | null,
): readonly Mistake[] {
  if (known === null) return []
  return textsAt(source.value, references)
    .filter(({ text }) => ID.test(text) && !known.includes(text))
    .map(({ path, text }) =>
      mistakeAt(source, path, `'${text}' is not known, ${guess(text, known)}`),
    )
}

/** A text in a value, and where it is. */
interface TextAt {
  readonly path: Path
  readonly text: string
}

/** Every text at these places; a mapping where a list could be counts as its only item. */
export function textsAt(
  value: unknown,
  references: References,
  path: Path = [],
): readonly TextAt[] {
  const [step, ...rest] = references
  if (step === undefined) return typeof value === 'string' ? [{ path, text: value }] : []
  if (typeof value !== 'object' || value === null) return []
  if (step === '*') {
    if (!Array.isArray(value)) return textsAt(value, rest, path)
    return value.flatMap((item: unknown, at) => textsAt(item, rest, [...path, at]))
  }
  return Object.hasOwn(value, step) ? textsAt(Reflect.get(value, step), rest, [...path, step]) : []
}
