import type { Observable } from 'rxjs'

/** What a stream of bytes gave, for tests to wait on. */
export interface HeardBytes {
  /** The next `count` bytes; rejects when the stream ends before. */
  next(count: number): Promise<Uint8Array>
  /** How the stream ended: undefined when it completed, otherwise its error. */
  readonly end: Promise<unknown>
  readonly chunks: readonly Uint8Array[]
}

export function hearBytes(bytes$: Observable<Uint8Array>): HeardBytes {
  const chunks: Uint8Array[] = []
  let taken = 0
  let wake = (): void => {}
  let isOver = false
  const end = new Promise<unknown>((resolve) => {
    const over = (error?: unknown): void => {
      isOver = true
      resolve(error)
      wake()
    }
    bytes$.subscribe({
      next: (bytes) => {
        chunks.push(bytes)
        wake()
      },
      error: over,
      complete: () => over(),
    })
  })
  return {
    chunks,
    end,
    next: async (count) => {
      const total = (): number => chunks.reduce((sum, { length }) => sum + length, 0)
      while (total() < taken + count) {
        if (isOver) throw new Error(`The stream ended before ${count} bytes came.`)
        await new Promise<void>((resolve) => void (wake = resolve))
      }
      const all = new Uint8Array(Buffer.concat(chunks))
      taken += count
      return all.subarray(taken - count, taken)
    },
  }
}
