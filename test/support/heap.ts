import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Node only hands the function out when it is asked for by flag. */
function collector(): () => void {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect !== 'function') throw new TypeError('Node hands out no gc().')
  return () => void collect()
}

let collect: (() => void) | undefined

/** Collects garbage now. */
export function collectGarbage(): void {
  collect ??= collector()
  collect()
}

/** How much the heap holds after a deed beyond what it held before, garbage left out. */
export function heapGrowth<Value>(deed: () => Value): {
  readonly value: Value
  readonly grownBytes: number
} {
  collectGarbage()
  const before = process.memoryUsage().heapUsed
  const value = deed()
  collectGarbage()
  return { value, grownBytes: process.memoryUsage().heapUsed - before }
}
