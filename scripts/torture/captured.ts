import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One capture: whose, and every byte that was received in it. */
interface Received {
  readonly reader: string
  readonly bytes: Buffer
}

/**
 * Plates whose last byte stands in a capture, by reader: counted from the text of the files and
 * from what the readers said, without any of the daemon's decoding.
 */
export function capturedPlates(
  dataFolder: string,
  said: ReadonlyMap<string, readonly Buffer[]>,
): ReadonlyMap<string, readonly Buffer[]> {
  const captures = Map.groupBy(receivedIn(join(dataFolder, 'captures')), ({ reader }) => reader)
  return new Map(
    [...said].map(([reader, plates]) => {
      const streams = captures.get(reader) ?? []
      return [reader, plates.filter((one) => streams.some(({ bytes }) => bytes.includes(one)))]
    }),
  )
}

function receivedIn(folder: string): readonly Received[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.jsonl'))
    .map((file) => {
      const text = readFileSync(join(folder, file), 'latin1')
      const reader = /"reader":"([^"]+)"/.exec(text)?.[1] ?? ''
      const hex = [...text.matchAll(/^\{"ms":[0-9.]+,"received":"([0-9a-f ]*)"/gm)]
      const bytes = Buffer.from(hex.map(([, one = '']) => one.replaceAll(' ', '')).join(''), 'hex')
      return { reader, bytes }
    })
}
