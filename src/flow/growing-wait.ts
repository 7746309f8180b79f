/** How long to wait before the next try: twice as long each time, up to a limit. */
export interface Growth {
  readonly firstMs: number
  readonly maxMs: number
}

/** The wait after so many failures in a row, counted from 0. */
export function grownMs({ firstMs, maxMs }: Growth, failures: number): number {
  return Math.min(maxMs, firstMs * 2 ** failures)
}
