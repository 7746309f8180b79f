import { createByteLog, type ByteLog } from '../../src/driver-kit.ts'
import type { BadFrame, Frame } from './frame.ts'
import { createFrameReader, type FrameReader } from './frame-reader.ts'
import { createMessageReader, type MessageReader } from './message.ts'

/** One established link, from ENQ to EOT. */
export interface Session {
  readonly frames: FrameReader
  readonly messages: MessageReader
  /** Everything received since ENQ, or since the message before was over. */
  readonly log: ByteLog
  /** Bytes between frames that were not told yet. */
  readonly stray: number[]
  readonly strayRoom: () => number
  /** The frame acknowledged last. */
  accepted: Frame | undefined
  /** How many frames were acknowledged. */
  good: number
  /** Why the frame before was refused; undefined once one was good. */
  refused: BadFrame | undefined
  refusals: number
  repeats: number
}

/** A message, its frames' ends, and what had to be sent again. */
const LOG_BYTES_MAX = 1024 * 1024
const STRAY_BYTES_MAX = 512

export function openSession(): Session {
  const stray: number[] = []
  return {
    frames: createFrameReader(),
    messages: createMessageReader(),
    log: createByteLog(LOG_BYTES_MAX),
    stray,
    strayRoom: () => STRAY_BYTES_MAX - stray.length,
    accepted: undefined,
    good: 0,
    refused: undefined,
    refusals: 0,
    repeats: 0,
  }
}
