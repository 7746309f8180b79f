import { type Driver, driverSettings } from '../../src/driver-kit.ts'

import { read } from './conversation.ts'
import { createDecoder } from './decoder.ts'
import { factsFor } from './facts.ts'
import { greet } from './greeting.ts'
import { DEFAULTS, SCHEMA, type Settings } from './settings.ts'

function driverWith(settings: Settings): Driver {
  return {
    facts: factsFor(settings),
    settings: driverSettings(SCHEMA, driverWith),
    // No page that was seen states how a read is broken off from the host.
    abort: null,
    decoder: () => createDecoder(settings),
    greet: async (line) => greet(line, settings),
    read: async (line, request) => read(line, request, settings),
  }
}

/** Bio-Rad Model 680 and Model 550 over their serial port; without settings a Model 680. */
export const driver: Driver = driverWith(DEFAULTS)
