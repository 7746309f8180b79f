import { AssaydError } from '../core/errors.ts'

/**
 * What the texts of the serial library mean, in its own words: on Linux
 * `Error: TEXT OF ERRNO, cannot open PATH`, `Error TEXT OF ERRNO Cannot lock port`; on Windows
 * `Opening COM3: Access denied` (somebody else has it) and `Opening COM3: File not found` (source:
 * @serialport/bindings-cpp, `src/serialport_unix.cpp` and `_win.cpp`).
 */
const MISSING = /No such (?:file|device)|File not found/i
const HELD = /Cannot lock port|resource busy|Access denied/
const FORBIDDEN = /Permission denied/
const NO_TERMINAL = /Inappropriate ioctl|Not a tty/

/** What is known of the machine when a port would not open. */
export interface Around {
  /** The ports that are there. */
  readonly ports: readonly string[]
  /** Who has the port, in words; undefined where the system does not tell. */
  readonly holder: string | undefined
}

/** The error for a port that would not open. */
export function openFailure(path: string, cause: Error, around: Around): AssaydError {
  const { what, hint } = explain(path, cause.message, around)
  return new AssaydError('port-open', what, { hint, cause })
}

/** The error for a port that is not even tried, for somebody holds it by a lock file. */
export function heldByFile(path: string, holder: string): AssaydError {
  return new AssaydError('port-open', `Port '${path}' is held by ${holder}, says its lock file.`, {
    hint: 'Close that program, then let assayd try again.',
  })
}

function explain(
  path: string,
  text: string,
  { ports, holder }: Around,
): { readonly what: string; readonly hint: string } {
  if (MISSING.test(text)) {
    const there =
      ports.length === 0 ? 'No serial port is here at all.' : `Here are: ${ports.join(', ')}.`
    return {
      what: `There is no port '${path}'.`,
      hint: `${there} Plug the adapter in, or correct the port in the configuration.`,
    }
  }
  if (HELD.test(text)) {
    return {
      what: `Port '${path}' is held by ${holder ?? 'another program'}.`,
      hint: 'Close the other program (vendor software, a terminal, a second assayd).',
    }
  }
  if (FORBIDDEN.test(text)) {
    return {
      what: `This user may not open port '${path}'.`,
      hint: "Join the device's group (Debian: `sudo usermod -aG dialout USER`), then log in anew.",
    }
  }
  if (NO_TERMINAL.test(text)) {
    return {
      what: `'${path}' is not a serial port.`,
      hint: 'Give the device of the adapter, for example /dev/ttyUSB0 or COM3.',
    }
  }
  return {
    what: `Unable to open port '${path}': ${text}.`,
    hint: 'Unplug the adapter, plug it in again, and look whether its driver is installed.',
  }
}
