import { closed, type Driver, driverSettings, number, bytesFromText } from '../../src/driver-kit.ts'

import { ABORT } from './commands.ts'
import { readWith } from './conversation.ts'
import { createDecoder } from './decoder.ts'
import { facts } from './facts.ts'
import { greet } from './greeting.ts'

// ANSI/SLAS 2-2004: the height of a microplate without a lid.
const PLATE_HEIGHT_MM = 14.35

const schema = closed('what a Synergy or Cytation has to be told', {
  plate_height_mm: number('a height of the plate with its lid, in mm, from 5 to 40', {
    min: 5,
    max: 40,
  }).default(PLATE_HEIGHT_MM),
}).prefault({})

const settings = driverSettings(schema, ({ plate_height_mm }) => driverOf(plate_height_mm))

function driverOf(plateHeightMm: number): Driver {
  return {
    facts,
    settings,
    abort: bytesFromText(ABORT),
    decoder: createDecoder,
    greet,
    read: readWith({ plateHeightMm }),
  }
}

/** BioTek Synergy and Cytation over their USB serial port. */
export const driver: Driver = driverOf(PLATE_HEIGHT_MM)
