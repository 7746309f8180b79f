import type { FaultText, PlateRead } from '../../src/driver-kit.ts'

import { CR } from './bytes.ts'
import { judgeChecksums, type Proof, proofAfter, ruleInForce } from './checksum.ts'
import { checksumFault, cutFault, malformedFault } from './faults.ts'
import { createPlateParser, type PlateParser } from './plate-parser.ts'
import { opticsFromHead, type PlateContext, readFromPlate, readFromStored } from './plate-read.ts'
import { isBegin, isEnd } from './plate-text.ts'
import { StoredItems } from './stored-plate.ts'

/** A plate that is coming in, line by line. */
export interface Incoming {
  /** `over`: nothing more belongs to it, and it can be settled. */
  take(line: string): 'more' | 'block' | 'over'
  /** Whether the plate was over before this line. */
  endsBefore(line: string): boolean
  /** Bytes of a line that never ended. */
  takeRest(bytes: Iterable<number>): void
  readonly blocksDone: number
  readonly blocksExpected: number
  readonly isTooLong: boolean
  /** What became of it; `how` when no more lines come. */
  settle(how?: 'silence' | 'closed'): Settled
}

/** A read, or why there is none, with the bytes; and what is proven of checksums now. */
export interface Settled {
  readonly read?: PlateRead
  readonly fault?: FaultText
  readonly bytes: Uint8Array
  readonly proof: Proof | undefined
}

export interface IncomingParts {
  readonly context: PlateContext
  /** Bytes before the plate's own: the reply that it stands in. */
  readonly prefix: Uint8Array
}

/** A plate has 1.4 KB; what babbles on for longer is none. */
const BYTES_MAX = 8192

/** A plate in the form of `RPLATE`, `RTPLATE` and of what is pushed. */
export function incomingPlate({ context, prefix }: IncomingParts): Incoming {
  const { settings, origin, memory } = context
  const isLocal = origin === 'pushed' || (origin === 'unasked' && !memory.isRemote)
  const blocksOfTwo = isLocal ? 'either' : 'both'
  const parser = createPlateParser({ model: settings.model, blocksOfTwo })
  const log = createLog(prefix)
  let fault: FaultText | undefined
  let endsSeen = 0
  const step = (line: string): 'more' | 'block' | 'over' => {
    if (isEnd(line)) endsSeen += 1
    if (fault === undefined) {
      const { expected } = parser
      const came = parser.take(line)
      if (came !== 'malformed') return came === 'done' ? 'over' : came
      fault = malformedFault(`In a plate, ${expected}`, line)
    }
    // A plate that is spoilt is heard to its end, so that the rest of it is not taken for noise.
    return isEnd(line) && endsSeen >= parser.blocksExpected ? 'over' : 'more'
  }
  return {
    take(line) {
      log.line(line)
      return step(line)
    },
    takeRest: (bytes) => log.rest(bytes),
    endsBefore: (line) => fault === undefined && parser.mayEnd && line !== '' && !isBegin(line),
    get blocksDone() {
      return parser.blocksDone
    },
    get blocksExpected() {
      return parser.blocksExpected
    },
    get isTooLong() {
      return log.isTooLong
    },
    settle(how) {
      const why = fault ?? cutOf({ parser, how, prefix, hasRest: log.hasRest })
      const bytes = log.bytes()
      if (why !== undefined) return { fault: why, bytes, proof: memory.proof }
      return settled(parser, context, bytes)
    },
  }
}

interface CutParts {
  readonly parser: PlateParser
  readonly how: 'silence' | 'closed' | undefined
  readonly prefix: Uint8Array
  readonly hasRest: boolean
}

/**
 * Why a plate is not whole. A pushed difference ends when no second block follows. One that looks
 * like an answer to a command may have lost its second block with the connection.
 */
function cutOf({ parser, how, prefix, hasRest }: CutParts): FaultText | undefined {
  const { blocksDone, blocksExpected } = parser
  if (blocksDone === blocksExpected && !hasRest) return undefined
  const isAnswer = prefix.length > 0
  if (parser.mayEnd && !hasRest && !(how === 'closed' && isAnswer)) return undefined
  const what = `Half a plate, after ${blocksDone} of ${blocksExpected} blocks`
  return how === undefined
    ? malformedFault(`In a plate, ${parser.expected}`, 'the next answer')
    : cutFault(how, what)
}

function settled(parser: PlateParser, context: PlateContext, bytes: Uint8Array): Settled {
  const { head, blocks } = parser
  const { settings, memory } = context
  const optics = opticsFromHead(head, context)
  if ('code' in optics) return { fault: optics, bytes, proof: memory.proof }
  const verdict = judgeChecksums(blocks, ruleInForce(settings.checksum, memory.proof))
  const proof = proofAfter(memory.proof, verdict, blocks.length)
  if (verdict.kind === 'bad') return { fault: checksumFault(verdict.bad), bytes, proof }
  const checksum =
    verdict.kind === 'ok'
      ? ({ checksum: 'ok', rule: verdict.rule } as const)
      : ({ checksum: 'unverifiable', rule: 'none fits' } as const)
  const read = readFromPlate({ head, optics, blocks, checksum, context, bytes })
  return { read, bytes, proof }
}

/** A plate from the memory of a 680. */
export function incomingStored({ context, prefix }: IncomingParts): Incoming {
  const items = new StoredItems()
  const log = createLog(prefix)
  const { proof } = context.memory
  let fault: FaultText | undefined
  return {
    take(line) {
      log.line(line)
      const step = items.take(line)
      if (step === 'malformed') fault = malformedFault('A stored plate', line)
      return step === 'more' ? 'more' : 'over'
    },
    takeRest: (bytes) => log.rest(bytes),
    endsBefore: () => false,
    blocksDone: 0,
    get blocksExpected() {
      return items.blocksExpected
    },
    get isTooLong() {
      return log.isTooLong
    },
    settle(how) {
      const plate = items.plate()
      const bytes = log.bytes()
      if (fault === undefined && plate !== undefined) {
        return { read: readFromStored(plate, bytes), bytes, proof }
      }
      const cut =
        how === undefined
          ? malformedFault('The rest of a stored plate', 'the next answer')
          : cutFault(how, 'Half a stored plate')
      return { fault: fault ?? cut, bytes, proof }
    },
  }
}

interface Log {
  line(line: string): void
  rest(bytes: Iterable<number>): void
  readonly hasRest: boolean
  readonly isTooLong: boolean
  bytes(): Uint8Array
}

function createLog(prefix: Uint8Array): Log {
  const kept = [...prefix]
  let count = prefix.length
  let hasRest = false
  const push = (byte: number): void => {
    count += 1
    if (kept.length < BYTES_MAX) kept.push(byte)
  }
  return {
    line(line) {
      for (let at = 0; at < line.length; at += 1) push(line.charCodeAt(at))
      push(CR)
    },
    rest(bytes) {
      for (const byte of bytes) {
        hasRest = true
        push(byte)
      }
    },
    get hasRest() {
      return hasRest
    },
    get isTooLong() {
      return count > BYTES_MAX
    },
    bytes: () => Uint8Array.from(kept),
  }
}
