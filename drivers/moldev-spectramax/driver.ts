import { type Driver, driverSettings } from '../../src/driver-kit.ts'

import { greetWith, readWith, resumingWith } from './conversation.ts'
import { createDecoder } from './decoder.ts'
import { facts } from './facts.ts'
import type { SpectraMaxSettings } from './run-plan.ts'
import { schema, USUAL } from './settings.ts'

const settings = driverSettings(schema, ({ model, line_end, calibrate }) =>
  driverOf({ model, lineEnd: line_end, calibrate }),
)

function driverOf(own: SpectraMaxSettings): Driver {
  return {
    facts,
    settings,
    // `!CANCEL` exists; what it does, and how it is answered, no source states.
    abort: null,
    decoder: createDecoder,
    greet: greetWith(own),
    read: readWith(own),
    resuming: resumingWith(own),
  }
}

/** Molecular Devices SpectraMax over its serial port. */
export const driver: Driver = driverOf(USUAL)
