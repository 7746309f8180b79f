import { z } from 'zod'

import { guess } from './core/closest.ts'

/**
 * Builders for schema fields. Each takes the phrase that follows "expected" in a message; the same
 * phrase is the description in the JSON Schema that editors show.
 */

const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/
const TEXT_LENGTH_MAX = 200

/** One line of text that is not empty. */
export function text(expected: string) {
  return z
    .string({ error: expected })
    .min(1, { error: expected, abort: true })
    .max(TEXT_LENGTH_MAX, { error: `${expected}, at most ${TEXT_LENGTH_MAX} characters` })
    .regex(/^[^\n\r\t]*$/, { error: `${expected}, on one line` })
    .meta({ description: expected })
}

/** Text that may be left out or empty, as in a run sheet. */
export function optionalText(expected: string) {
  return z
    .string({ error: expected })
    .max(TEXT_LENGTH_MAX, { error: `${expected}, at most ${TEXT_LENGTH_MAX} characters` })
    .default('')
    .meta({ description: expected })
}

/** An id in kebab-case. */
export function id(expected: string) {
  const phrase = `${expected}, in lower case with hyphens`
  return z.string({ error: phrase }).regex(ID, { error: phrase }).meta({ description: phrase })
}

/** A number within limits, both included. */
export function number(expected: string, { min, max }: { min: number; max: number }) {
  return z
    .number({ error: expected })
    .min(min, { error: expected })
    .max(max, { error: expected })
    .meta({ description: expected })
}

/** A whole number within limits, both included. */
export function wholeNumber(expected: string, { min, max }: { min: number; max: number }) {
  return z
    .int({ error: expected, abort: true })
    .min(min, { error: expected })
    .max(max, { error: expected })
    .meta({ description: expected })
}

/** One of a few words. */
export function oneOf<const Words extends readonly string[]>(words: Words, expected: string) {
  const phrase = `${expected}: ${words.join(', ')}`
  return z.enum(words, { error: phrase }).meta({ description: phrase })
}

/** A list with at least one item. */
export function list<Item extends z.ZodType>(item: Item, expected: string) {
  return z
    .array(item, { error: expected })
    .min(1, { error: expected })
    .meta({ description: expected })
}

/** A mapping with these keys and no other; of an unknown key the one probably meant is told. */
export function closed<Shape extends z.ZodRawShape>(expected: string, shape: Shape) {
  const known = Object.keys(shape)
  return z
    .strictObject(shape, {
      error: (issue) =>
        issue.code === 'unrecognized_keys'
          ? issue.keys.map((key) => guess(key, known)).join('\n')
          : expected,
    })
    .meta({ description: expected })
}

/** One item, or a list of items; always a list once read. */
export function oneOrMany<Item extends z.ZodType>(item: Item, expected: string) {
  return z
    .union([item, z.array(item)], { error: expected })
    .transform((value): z.output<Item>[] => (isMany(value) ? value : [value]))
    .meta({ description: expected })
}

function isMany<Item>(value: Item | Item[]): value is Item[] {
  return Array.isArray(value)
}
