import { closed, type Driver, driverSettings, wholeNumber } from '../../src/driver-kit.ts'

import { STOP_PAYLOAD } from './commands.ts'
import { greet, readWith, resuming } from './conversation.ts'
import { createDecoder } from './decoder.ts'
import { facts } from './facts.ts'
import { frameOf } from './frame.ts'
import { FLASHES } from './run-definition.ts'

/** As in the recordings of whole plates at one wavelength, point by point. */
const USUAL_FLASHES = 5

const schema = closed('what a CLARIOstar has to be told', {
  flashes: wholeNumber('a number of flashes a well, from 1 to 200', FLASHES).default(USUAL_FLASHES),
}).prefault({})

const settings = driverSettings(schema, ({ flashes }) => driverOf(flashes))

function driverOf(flashes: number): Driver {
  return {
    facts,
    settings,
    abort: frameOf(STOP_PAYLOAD),
    decoder: createDecoder,
    greet,
    read: readWith({ flashes }),
    resuming,
  }
}

/** BMG CLARIOstar and CLARIOstar Plus over their USB serial port. */
export const driver: Driver = driverOf(USUAL_FLASHES)
