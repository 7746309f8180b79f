import { type Identity, type Line, ReaderError, type Reply } from '../../src/driver-kit.ts'

import { askSafely, type Talk, textOf } from './ask.ts'
import { filtersFromText } from './reply.ts'
import { isSuccess, type Settings } from './settings.ts'

// Who is there, asked with safe commands alone: `ID`, and the filters where the reader tells them.
// A Model 680 that is not under remote control answers with the error 8073, which is an answer too:
// it speaks the language. Its filters are then asked for before each read.

/** What the readers say to `ID`. */
const IDENTITIES = { '550': /^0?550$/, '680': /^MODEL 680$/i } as const

/** Asks who is there; undefined when nothing speaks this language. */
export async function greet(line: Line, settings: Settings): Promise<Identity | undefined> {
  const talk = { line, settings }
  const reply = await askSafely(talk, 'ID')
  if (reply.outcome !== 'answered') return undefined
  return {
    model: modelFrom(reply, settings),
    version: '',
    // No command of the manuals tells them.
    serialNumber: '',
    features: {},
    wavelengthsNm: (await filtersOf(talk, reply)).filter((each) => each > 0),
  }
}

function modelFrom(reply: Reply, settings: Settings): string {
  const configured = `Model ${settings.model}`
  const said = textOf(reply)
  if (!isSuccess(reply.status, settings) || said === '') {
    return `${configured}, not confirmed: its answer was '${reply.status}'`
  }
  if (IDENTITIES[settings.model].test(said)) return configured
  const other = settings.model === '680' ? '550' : '680'
  if (IDENTITIES[other].test(said)) throw otherModel(said, other, settings)
  return `'${said}', spoken to as a ${configured}, unverified`
}

function otherModel(said: string, other: string, { model }: Settings): ReaderError {
  const message = `The reader says that it is '${said}'; it is configured as a Model ${model}.`
  const hint = `Write model: '${other}' into the settings of the reader.`
  return new ReaderError('reader-unsuited', message, { hint })
}

/** Wavelengths by position: the reader's own word, or else what the settings say. */
async function filtersOf(talk: Talk, identified: Reply): Promise<readonly number[]> {
  const { settings } = talk
  const told = settings.filters ?? []
  if (settings.model !== '680' || !isSuccess(identified.status, settings)) return told
  const reply = await askSafely(talk, 'FSTATUS')
  return filtersFromText(textOf(reply)) ?? told
}
