import { type Driver, driverSettings, type Identity, ReaderError } from '../../src/driver-kit.ts'

import { createDecoder } from './decoder.ts'
import { factsFor } from './facts.ts'
import { type LisSettings, schema } from './settings.ts'

/** An analyser that pushes results by LIS01-A2; it is listened to, and only answered. */
export const driver: Driver = driverFor(schema.parse(undefined))

function driverFor(settings: LisSettings): Driver {
  const facts = factsFor(settings)
  return {
    facts,
    settings: driverSettings(schema, driverFor),
    // EOT in place of ACK asks a sender to stop, and it need not; no read is under way by command.
    abort: null,
    decoder: () => createDecoder(settings.mapping),
    // Nothing may be asked of an analyser that has the floor: it is there when it speaks.
    greet: async () => identityOf(settings),
    read: async () => {
      throw new ReaderError('reader-unsuited', 'A plate is sent from the analyser itself.', {
        hint: "Give the reader the trigger 'listen', and start the transfer at the analyser.",
      })
    },
  }
}

function identityOf({ model, mapping }: LisSettings): Identity {
  return {
    model: model ?? 'LIS02-A2 analyser',
    version: '',
    serialNumber: '',
    features: {},
    wavelengthsNm: mapping?.wavelengthsNm ?? [],
  }
}
