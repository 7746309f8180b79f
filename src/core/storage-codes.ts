import type { ErrorCode } from './error-codes.ts'
import { AssaydError } from './errors.ts'

const CODES = new Set<ErrorCode>(['store-busy', 'store-damaged', 'store-open', 'store-write'])

/** Whether it is the database that cannot do it now, whatever it is asked. */
export function isOfStorage(error: unknown): boolean {
  return error instanceof AssaydError && CODES.has(error.code)
}
