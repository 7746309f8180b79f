import type { Lesson } from '../../src/driver-kit.ts'

/** The prints of a capture: what came between two pauses. */
export function printsIn(events: Lesson['events']): readonly Uint8Array[] {
  const prints: Uint8Array[] = []
  let bytes: number[] = []
  const end = (): void => {
    if (bytes.length > 0) prints.push(Uint8Array.from(bytes))
    bytes = []
  }
  for (const event of events) {
    if (event.kind === 'received') for (const byte of event.bytes) bytes.push(byte)
    else if (event.kind !== 'sent') end()
  }
  end()
  return prints
}

/** How the lines of a print end; undefined when they end in several ways, or in none. */
export function lineEndOf(text: string): 'crlf' | 'lf' | 'cr' | undefined {
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0
  const [crlf, lf, cr] = [count(/\r\n/g), count(/(?<!\r)\n/g), count(/\r(?!\n)/g)]
  if (crlf > 0 && lf === 0 && cr === 0) return 'crlf'
  if (lf > 0 && crlf === 0 && cr === 0) return 'lf'
  return cr > 0 && crlf === 0 && lf === 0 ? 'cr' : undefined
}
