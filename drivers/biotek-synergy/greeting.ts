import { type Identity, type Line, type Reply, textFromBytes } from '../../src/driver-kit.ts'

import { ask, askSafely } from './ask.ts'
import { END_ARGUMENT } from './commands.ts'

// Who is there, asked with safe commands alone: e, C. The older ELx readers answer `e` in the same
// form, but do not know `C`.

/** Asks who is there; undefined when nothing speaks this dialect. */
export async function greet(line: Line): Promise<Identity | undefined> {
  const version = await awakened(line, 'e', isVersion)
  if (!isVersion(version)) return undefined
  const serial = await askSafely(line, 'C', isSerial)
  if (!isSerial(serial)) return undefined
  const text = textFromBytes(version.data)
  return {
    // Which part number is which model is not in our sources.
    model: `BioTek Synergy or Cytation (part ${text.slice(0, 7).trim()})`,
    version: text.slice(7).trim(),
    serialNumber: textFromBytes(serial.data).trim(),
    features: {},
    // A monochromator: any whole number of nanometres.
    wavelengthsNm: [],
  }
}

/**
 * Asks a question. A reader that stays silent may still be waiting for the argument of a command
 * whose sender was stopped: the argument is ended, and the question asked again.
 */
export async function awakened(
  line: Line,
  code: string,
  isGood: (reply: Reply) => boolean = () => true,
): Promise<Reply> {
  const reply = await askSafely(line, code, isGood)
  if (reply.outcome !== 'silent') return reply
  await ask(line, { code: END_ARGUMENT })
  return askSafely(line, code, isGood)
}

/** `1650200  Version 1.04   `: a part number, then the word. */
function isVersion({ outcome, status, data }: Reply): boolean {
  const text = textFromBytes(data)
  return outcome === 'answered' && status !== '' && /^[ -~]{7}  Version /.test(text)
}

function isSerial({ outcome, status, data }: Reply): boolean {
  return outcome === 'answered' && status !== '' && data.length > 0
}
