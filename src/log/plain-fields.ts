import { AssaydError, ReaderError } from '../core/errors.ts'

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
  return { name, message, ...ours, ...bytes, stack: stack ?? '', ...cause, ...many }
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
  if (Array.isArray(value)) return value.map((part) => plainFrom(part, depth + 1))
  const entries = Object.entries(value).map(([name, part]) => [name, plainFrom(part, depth + 1)])
  return Object.fromEntries(entries)
}

/**
 * Any value as something JSON can say without losing errors, bytes or numbers that are none. Never
 * throws on a circle.
 */
export function plainFrom(value: unknown, depth = 0): Plain {
  switch (typeof value) {
    case 'string':
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
