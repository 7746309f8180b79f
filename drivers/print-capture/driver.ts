import { driverSettings, ReaderError, type Driver } from '../../src/driver-kit.ts'
import { createDecoder } from './decoder.ts'
import { factsFor } from './facts.ts'
import { propose } from './propose.ts'
import { settingsSchema, type PrintSettings } from './settings.ts'

/** Any reader that prints a plate when somebody presses START. */
export const driver: Driver = driverFor(settingsSchema.parse({}))

function driverFor(settings: PrintSettings): Driver {
  return {
    facts: factsFor(settings),
    settings: { ...driverSettings(settingsSchema, driverFor), propose },
    abort: null,
    decoder: () => createDecoder(settings),
    // Nobody can ask a printer who it is; what the lab wrote down is all there is.
    greet: async () => ({
      model: settings.model,
      version: '',
      serialNumber: '',
      features: { template: settings.template?.confirmed != null },
      wavelengthsNm: settings.template?.wavelengths_nm ?? [],
    }),
    read: async () => {
      throw new ReaderError(
        'reader-unsuited',
        `'${settings.model}' prints when it is told there.`,
        {
          hint: "Set the reader's trigger to 'listen' and press START at the reader.",
        },
      )
    },
  }
}
