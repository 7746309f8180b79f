import type { ReaderFault } from '../../src/driver-kit.ts'

// What the reader's error numbers mean: PyLabRobot at 598b58f, `spectramax/errors.py`. What the
// operator should do is our advice, and so is what counts as fatal.

/** There is nothing to transfer (yet). */
export const NO_DATA = '107'

const ASK = 'Check the wavelengths, the wells and the model in the settings of this reader.'
const WAIT = 'Wait until the reader is done, then read the plate again.'
const CABLE = 'Check the cable and the line settings, then read the plate again.'
const POWER = 'Switch the reader off, wait ten seconds, switch it on, and wait until it is idle.'
const OPTICS = 'Switch the reader off and on so that it tests its lamp and optics, then read again.'
const MECHANICS = 'Check that the plate lies flat and nothing blocks the drawer, then read again.'
const SERVICE = 'Switch the reader off and on; if it fails again, call service.'

type Row = readonly [code: string, meaning: string, hint: string]

const ROWS: readonly Row[] = [
  ['100', 'command not found', 'Check the model in the settings of this reader.'],
  ['101', 'invalid argument', ASK],
  ['102', 'too many arguments', ASK],
  ['103', 'not enough arguments', ASK],
  ['104', 'input line too long', ASK],
  ['105', 'the reader is busy', WAIT],
  ['106', 'a measurement is in progress', WAIT],
  [NO_DATA, 'no data to transfer', 'Look for a message at the reader, then read the plate again.'],
  ['108', 'data buffer full', POWER],
  ['109', 'error buffer overflow', POWER],
  ['110', 'stray light: a door is open', 'Shut the doors of the reader, then read again.'],
  ['111', 'invalid read settings', ASK],
  ['200', 'a check of the firmware failed', POWER],
  ['201', 'bad error number', POWER],
  ['202', 'receive queue overflow', CABLE],
  ['203', 'parity error on the serial port', CABLE],
  ['204', 'overrun on the serial port', CABLE],
  ['205', 'framing error on the serial port', CABLE],
  ['206', 'a command gave too much output', POWER],
  ['207', 'fatal trap', POWER],
  ['208', 'error of the operating system', POWER],
  ['209', 'stack overflow', POWER],
  ['210', 'unknown interrupt', POWER],
  ['300', 'thermistor faulty', SERVICE],
  ['301', 'safe temperature exceeded', SERVICE],
  ['302', 'low light', OPTICS],
  ['303', 'dark current cannot be calibrated', OPTICS],
  ['304', 'the signal is saturated', OPTICS],
  ['305', 'the reference is saturated', OPTICS],
  ['306', 'air calibration of the plate failed, low light', OPTICS],
  ['307', 'air reference of the cuvette failed', OPTICS],
  ['308', 'stray light', OPTICS],
  ['312', 'gain calibration failed', OPTICS],
  ['313', 'gain check of the reference failed', OPTICS],
  ['314', 'the lamp is low', 'Have the lamp replaced; read the plate with another reader.'],
  ['315', 'zero order not found', SERVICE],
  ['316', 'driver of the grating motor faulty', SERVICE],
  ['317', 'monitor ADC faulty', SERVICE],
  ['400', 'the carriage did not move as it should', MECHANICS],
  ['401', 'filter wheel error', SERVICE],
  ['402', 'grating error', SERVICE],
  ['403', 'stage error', MECHANICS],
  ['500', 'checksum of the memory is wrong', SERVICE],
  ['501', 'calibration of the grating is bad', SERVICE],
  ['502', 'air calibration of the cuvette is bad', SERVICE],
  ['503', 'air calibration of the plate is bad', SERVICE],
  ['504', 'offset of the carriage is bad', SERVICE],
  ['505', 'offset of the stage is bad', SERVICE],
]

/** The row of the table for an error number. */
export function faultFromCode(code: string): ReaderFault {
  const row = ROWS.find(([each]) => each === code)
  if (row === undefined) {
    const hint = `${SERVICE} The manual of the reader may list it.`
    return { meaning: 'an error its table does not list', fatal: false, hint }
  }
  return { meaning: row[1], fatal: row[2] === POWER || row[2] === SERVICE, hint: row[2] }
}
