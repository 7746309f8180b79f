import type { ReaderFault } from '../../src/driver-kit.ts'

// The statuses of the dialect. PyLabRobot does not list them; an owner of a Cytation found those
// of his manual equal to those of a Synergy LX manual (PyLabRobot, issue 895), and the answers
// have the form of the older ELx readers. So the meanings here are those of the ELx808 Operator's
// Manual, appendix "Computer Control", and are taken to hold (not proven); 2D06 is from that issue.
// What the operator should do is our advice.

export const OK_STATUS = '0000'
/** No assay definition is set. */
export const NO_DEFINITION = '2D06'

const POWER = 'Switch the reader off, wait ten seconds, switch it on, and let its self-test end.'
const MECHANICS = 'Check that the plate lies flat and nothing blocks the carrier, then read again.'
const OPTICS = 'Switch the reader off and on so that it tests its lamp and optics, then read again.'
const SERVICE = 'Switch the reader off and on; if it fails again, call service.'
const DEFINITION = 'Check the wavelength and the wells that are asked for against the reader.'

type Meaning = readonly [code: string, meaning: string, hint: string]

// The first two digits tell the error; the others, where the manual gives them, tell what failed.
const NON_FATAL: readonly Meaning[] = [
  ['01', 'the read was aborted', 'Somebody stopped the reader; start the read again.'],
  ['02', 'a motor found no sensor', MECHANICS],
  ['03', 'a motor found no beam', MECHANICS],
  ['04', 'a motor failed its position check', MECHANICS],
  ['05', 'the A/D converter is saturated', OPTICS],
  ['06', 'gain out of range', OPTICS],
  ['07', 'noise too high', OPTICS],
  ['08', 'offset out of range', OPTICS],
  ['09', 'dark reading out of range', OPTICS],
  ['0A', 'air or blank reading out of range', OPTICS],
  ['0B', 'bad assay number', DEFINITION],
  ['0C', 'the printer did not answer in time', SERVICE],
  ['0D', 'calibration checksum failure', SERVICE],
  ['0E', 'a wavelength the reader does not have', DEFINITION],
  ['0F', 'filter signal out of range', OPTICS],
  ['10', 'configuration data missing', SERVICE],
  ['11', 'configuration checksum failure', SERVICE],
  ['12', 'calibration data missing', SERVICE],
  ['13', 'a motor is not at its home position', MECHANICS],
  ['15', 'incubator failure', 'Check the incubator, then read again.'],
  ['16', 'assay definition error', DEFINITION],
  ['17', 'the kinetic interval is too short', DEFINITION],
  ['18', 'too many kinetic intervals', DEFINITION],
  ['19', 'the reader is out of memory', POWER],
  ['1A', 'curve calculation failure', SERVICE],
  ['1B', 'curve calculation failure', SERVICE],
  ['1C', 'the A/D converter did not start', SERVICE],
  ['1D', 'results data failure', SERVICE],
  ['1E', 'clock failure', SERVICE],
  ['1F', 'filters overlap', SERVICE],
  ['20', 'no barcode was found', SERVICE],
  ['21', 'invalid parameter', DEFINITION],
  ['22', 'photomultiplier failure', SERVICE],
  ['23', 'lamp failure', OPTICS],
]

const FATAL: readonly Meaning[] = [
  ['A1', 'task block failure', POWER],
  ['A2', 'a read is already in progress', POWER],
  ['A3', 'a device is not available', POWER],
  ['A4', 'checksum failure in the reader', POWER],
  ['A6', 'data flash failure', POWER],
  ['A7', 'data flash failure', POWER],
  ['A8', 'code flash failure', POWER],
  ['A9', 'heap failure', POWER],
]

const NO_DEFINITION_FAULT: ReaderFault = {
  meaning: 'no assay definition is set',
  fatal: false,
  hint: 'Read the plate again; if it fails again, the reader does not take our definitions.',
}

/** The row of the table for a status; undefined when the status is ok, or when none was given. */
export function faultFromStatus(status: string): ReaderFault | undefined {
  if (status === '' || status === OK_STATUS) return undefined
  const code = status.toUpperCase()
  if (code === NO_DEFINITION) return NO_DEFINITION_FAULT
  const fatal = code.startsWith('A')
  const row = (fatal ? FATAL : NON_FATAL).find(([first]) => code.startsWith(first))
  if (row !== undefined) return { meaning: row[1], fatal, hint: row[2] }
  return {
    meaning: 'a status its table does not list',
    fatal,
    hint: fatal ? POWER : `${SERVICE} The manual of the reader may list it.`,
  }
}
