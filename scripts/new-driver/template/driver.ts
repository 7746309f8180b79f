import type { Driver } from '../../../src/driver-kit.ts'
import { greet, read } from './conversation.ts'
import { createDecoder } from './decoder.ts'
import { facts } from './facts.ts'

/** Four things put together. */
export const driver: Driver = {
  facts,
  settings: null,
  // No source states bytes that stop a read.
  abort: null,
  decoder: createDecoder,
  greet,
  read,
}
