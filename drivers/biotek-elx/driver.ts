import type { Driver } from '../../src/driver-kit.ts'

import { read } from './conversation.ts'
import { createDecoder, HALT } from './decoder.ts'
import { facts } from './facts.ts'
import { greet } from './greeting.ts'

/** BioTek ELx808 and ELx800 over their serial port. */
export const driver: Driver = {
  facts,
  settings: null,
  abort: HALT,
  decoder: createDecoder,
  greet,
  read,
}
