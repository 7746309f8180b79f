import {
  driverSettings,
  ReaderError,
  type Driver,
  type LineSettings,
} from '../../src/driver-kit.ts'
import { createDecoder } from './decoder.ts'
import { settingsSchema, type FileSettings } from './settings.ts'

// A folder has no line; what stands here is never set.
const LINE: LineSettings = {
  baud: 9600,
  dataBits: 8,
  parity: 'none',
  stopBits: 1,
  flowControl: 'none',
  dtr: false,
  rts: false,
}

/** Plates that another program has written into files. */
export const driver: Driver = driverFor(null)

function driverFor(settings: FileSettings | null): Driver {
  return {
    facts: {
      id: 'plate-file',
      name: 'files of plates',
      models: ['SoftMax Pro', 'Gen5', 'SkanIt', 'matrix', 'tidy'],
      maturity: 'draft',
      sources: [
        'SoftMax Pro and Gen5: test files of github.com/Benchling-Open-Source/allotropy',
        'SkanIt: the description of a French export in DIGI-UW/openelis-work',
        'matrix and tidy: defined here',
      ],
      lines: [LINE],
      commands: {},
      abilities: {
        starts: 'at-reader',
        wavelengthsMax: settings?.dialect === 'skanit' ? 1 : 2,
        od: { min: -9.9999, max: 9.9999, roundedBy: 0.00005 },
        marksOverflow: settings?.dialect === 'gen5' || (settings?.overflow.length ?? 0) > 0,
      },
      // What pauses for so long without ending is no file.
      unaskedQuietMs: 10_000,
    },
    settings: driverSettings(settingsSchema, driverFor),
    abort: null,
    decoder: () => createDecoder(settings),
    greet: async () => ({
      model: settings?.dialect ?? 'files of plates',
      version: '',
      serialNumber: '',
      features: {},
      wavelengthsNm: [],
    }),
    read: async () => {
      throw new ReaderError(
        'reader-unsuited',
        'A folder of files cannot be told to read a plate.',
        {
          hint: "Set the trigger to 'listen' and export the plate from the reader's program.",
        },
      )
    },
  }
}
