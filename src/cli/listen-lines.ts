/** Bytes that came together, and when, in milliseconds since listening began. */
export interface HeardPiece {
  readonly atMs: number
  readonly bytes: Uint8Array
}

const BYTES_PER_LINE = 16
/** A pause shorter than this is that of an adapter that hands bytes over in portions. */
const PAUSE_MS = 100

/**
 * Lines for a terminal: time in seconds, hex, text. A pause before them is a line of its own;
 * `lastMs` is when the piece before came, null before the first.
 */
export function listenLines({ atMs, bytes }: HeardPiece, lastMs: number | null): readonly string[] {
  const waitedMs = lastMs === null ? 0 : atMs - lastMs
  const pause = waitedMs < PAUSE_MS ? [] : [`           ${seconds(waitedMs).trim()} s of silence`]
  const rows = Math.ceil(bytes.length / BYTES_PER_LINE)
  const lines = Array.from({ length: rows }, (_, row) => {
    const part = bytes.subarray(row * BYTES_PER_LINE, (row + 1) * BYTES_PER_LINE)
    const hex = Array.from(part, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
    return `${seconds(atMs)}  ${hex.padEnd(3 * BYTES_PER_LINE - 1)}  ${textOf(part)}`
  })
  return [...pause, ...lines]
}

/** The same for programs: milliseconds with three decimals, hex without gaps. */
export function pieceJson({ atMs, bytes }: HeardPiece) {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return { at_ms: Math.round(atMs * 1000) / 1000, hex, text: textOf(bytes) }
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3).padStart(9)
}

/** What can be printed as it is, a dot for the rest, as other programs show bytes. */
function textOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) =>
    byte >= 0x20 && byte <= 0x7e ? String.fromCharCode(byte) : '.',
  ).join('')
}
