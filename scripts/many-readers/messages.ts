/** A byte that a reader said: which of its connections, and how many came before it and with it. */
export interface BytePlace {
  readonly reader: string
  readonly connection: number
  readonly lastByte: number
}

/** What the process with the simulated readers tells. */
export type FromChild =
  | { readonly kind: 'ready'; readonly ports: readonly number[] }
  | {
      readonly kind: 'account'
      /** How many plates each reader began to measure. */
      readonly plates: Readonly<Record<string, number>>
      /** When each of the bytes left its reader, in milliseconds since 1970. */
      readonly leftMs: readonly number[]
    }

/** What it is told: press START no more; give account of these bytes, and end. */
export type Order =
  | { readonly kind: 'hush' }
  | { readonly kind: 'account'; readonly of: readonly BytePlace[] }

export function isFromChild(value: unknown): value is FromChild {
  return typeof value === 'object' && value !== null && 'kind' in value
}

export function isOrder(value: unknown): value is Order {
  return typeof value === 'object' && value !== null && 'kind' in value
}
