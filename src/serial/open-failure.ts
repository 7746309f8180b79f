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

/** The error for a port that would not open; `ports` are the ones that are there. */
export function openFailure(path: string, cause: Error, ports: readonly string[]): AssaydError {
  const { what, hint } = explain(path, cause.message, ports)
  return new AssaydError('port-open', what, { hint, cause })
}

function explain(
  path: string,
  text: string,
  ports: readonly string[],
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
      what: `Port '${path}' is held by another program.`,
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
