import { AssaydError, ReaderError } from '../core/errors.ts'
import { isSecretName, REDACTED, withoutSecrets } from './redaction.ts'

/** What JSON can say. */
export type Plain =
  | string
  | number
  | boolean
  | null
  | readonly Plain[]
  | { readonly [name: string]: Plain }

/** Deeper than this a value is cut, which also ends circles. */
const DEPTH_MAX = 8
const BYTES_SHOWN_MAX = 256

function plainFromBytes(bytes: Uint8Array): string {
  const shown = Buffer.from(bytes.subarray(0, BYTES_SHOWN_MAX)).toString('hex')
  return bytes.length > BYTES_SHOWN_MAX ? `${shown}… (${bytes.length} bytes)` : shown
}

/** An error with everything that helps to find its cause, and the errors beneath it. */
function plainFromError(error: Error, depth: number): Plain {
  const { name, message, stack } = error
  const ours =
    error instanceof AssaydError ? { code: error.code, hint: error.hint } : codeOf(error, depth)
  const bytes = error instanceof ReaderError ? { bytes: plainFromBytes(error.bytes) } : {}
  const cause = error.cause === undefined ? {} : { cause: plainFrom(error.cause, depth + 1) }
  const many = error instanceof AggregateError ? { errors: plainFrom(error.errors, depth + 1) } : {}
  const said = { message: withoutSecrets(message), stack: withoutSecrets(stack ?? '') }
  return { name, ...said, ...ours, ...bytes, ...cause, ...many }
}

/** Node's own errors carry a code too. */
function codeOf(error: Error, depth: number): { readonly [name: string]: Plain } {
  return 'code' in error ? { code: plainFrom(error.code, depth + 1) } : {}
}

function plainFromObject(value: object, depth: number): Plain {
  if (value instanceof Error) return plainFromError(value, depth)
  if (value instanceof Uint8Array) return plainFromBytes(value)
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Map) return plainFrom(Object.fromEntries(value), depth)
  if (value instanceof Set) return plainFrom([...value], depth)
  if (Array.isArray(value)) return plainFromList(value, depth)
  const entries = Object.entries(value).map(([name, part]) => [name, fieldFrom(name, part, depth)])
  return Object.fromEntries(entries)
}

/** A list; a pair of a secret's name and a value, as headers come, keeps the name alone. */
function plainFromList(list: readonly unknown[], depth: number): Plain {
  const [name] = list
  if (list.length === 2 && typeof name === 'string' && isSecretName(name)) return [name, REDACTED]
  return list.map((part) => plainFrom(part, depth + 1))
}

function fieldFrom(name: string, value: unknown, depth: number): Plain {
  const isToldAbsent = value === undefined || value === null
  return isSecretName(name) && !isToldAbsent ? REDACTED : plainFrom(value, depth + 1)
}

/** The fields of a line, as JSON can say them, without secrets. */
export function plainFields(
  fields: Readonly<Record<string, unknown>>,
): Readonly<Record<string, Plain>> {
  const entries = Object.entries(fields).map(([name, value]) => [name, fieldFrom(name, value, -1)])
  return Object.fromEntries(entries)
}

/**
 * Any value as something JSON can say without losing errors, bytes or numbers that are none, and
 * without secrets. Never throws on a circle.
 */
function plainFrom(value: unknown, depth = 0): Plain {
  switch (typeof value) {
    case 'string':
      return withoutSecrets(value)
    case 'boolean':
      return value
    case 'number':
      return Number.isFinite(value) ? value : String(value)
    case 'object':
      if (value === null) return null
      return depth > DEPTH_MAX ? '…' : plainFromObject(value, depth)
    case 'bigint':
    case 'symbol':
      return String(value)
    case 'undefined':
      return null
    case 'function':
      return `function ${value.name}`
  }
}
