import {
  type Identity,
  type Line,
  type Reply,
  bytesFromText,
  textFromBytes,
} from '../../src/driver-kit.ts'

import { ask, askSafely, featureArgument, PAUSE_BEFORE_RETRY_MS } from './ask.ts'
import { uint16At } from './bytes.ts'
import { FEATURES } from './commands.ts'

// Who is there, asked with safe commands alone: o, e, W, z find an ELx reader; `}` is only asked of
// one that was found and knows its features.

/** The reader has the commands that came with basecode 3.00. */
export const BASECODE_3 = 'basecode3'

const MODELS: Readonly<Record<number, string>> = { 0: 'ELx808-UV', 1: 'ELx808' }
const INCUBATOR = 0x0008
const ROBOT_DOOR = 0x0080
const MODEL_UNKNOWN = 'ELx808 or ELx800'

/** Asks who is there; undefined when nothing speaks this dialect. */
export async function greet(line: Line): Promise<Identity | undefined> {
  if (!(await isAnybodyThere(line))) return undefined
  const table = await askSafely(line, { code: 'W' }, isWavelengthTable)
  if (!isWavelengthTable(table)) return undefined
  const version = await askSafely(line, { code: 'e' })
  const features = await askFeatures(line, version.outcome === 'answered')
  return {
    model: features[BASECODE_3] ? await askModel(line) : MODEL_UNKNOWN,
    version: version.outcome === 'answered' ? textFromBytes(version.data).trim() : '',
    // No command of the manual tells it.
    serialNumber: '',
    features,
    wavelengthsNm: wavelengthsFromTable(table.data),
  }
}

/**
 * `o` probes the line: twice when nothing comes, because junk can swallow the first. A NAK is an
 * answer too: readers older than the feature list may not know `o`. A reader that stays silent may
 * still be waiting for the argument of a command whose sender was stopped.
 */
async function isAnybodyThere(line: Line): Promise<boolean> {
  if (isAnswer(await probe(line))) return true
  await endUnfinishedCommand(line)
  return isAnswer(await ask(line, { code: 'o' }))
}

async function probe(line: Line): Promise<Reply> {
  let reply = await ask(line, { code: 'o' })
  for (let attempt = 2; attempt <= 3 && !isAnswer(reply); attempt += 1) {
    if (reply.outcome === 'silent' && attempt > 2) return reply
    await line.pause(PAUSE_BEFORE_RETRY_MS)
    reply = await ask(line, { code: 'o' })
  }
  return reply
}

/** The longest argument is the assay definition. */
const ARGUMENT_BYTES_MAX = 170
const PIECE_BYTES = 17
const PIECE_LIMITS = { firstByteMs: 200, quietMs: 200 }
/** Lets the answers to what was said too much arrive before the reader is asked again. */
const SETTLE_MS = 500

/**
 * Says `o` until the longest argument is full. As an argument it is nonsense that the reader
 * refuses or forgets with the next definition; as a command it only asks for the status.
 */
async function endUnfinishedCommand(line: Line): Promise<void> {
  const piece = bytesFromText('o'.repeat(PIECE_BYTES))
  for (let said = 0; said < ARGUMENT_BYTES_MAX; said += PIECE_BYTES) {
    if (isAnswer(await line.ask(piece, PIECE_LIMITS))) break
  }
  await line.pause(SETTLE_MS)
}

function isAnswer({ outcome }: Reply): boolean {
  return outcome === 'answered' || outcome === 'refused'
}

/** Every feature, once; a reader that does not know `z` has none of them. */
async function askFeatures(
  line: Line,
  knowsVersion: boolean,
): Promise<Readonly<Record<string, boolean>>> {
  const features: Record<string, boolean> = { [BASECODE_3]: knowsVersion }
  for (const name of Object.keys(FEATURES)) features[name] = false
  if (!knowsVersion) return features
  for (const [name, digits] of Object.entries(FEATURES)) {
    const argument = featureArgument(digits)
    const reply = await askSafely(line, { code: 'z', argument }, isFeatureAnswer)
    if (reply.outcome === 'refused') return { ...features, [BASECODE_3]: false }
    features[name] = isFeatureAnswer(reply) && reply.data[0] === 0x31
  }
  return features
}

function isFeatureAnswer({ outcome, data }: Reply): boolean {
  return outcome === 'answered' && (data[0] === 0x30 || data[0] === 0x31)
}

/** The configuration code in words; an ELx800 has codes of its own, which are not known. */
async function askModel(line: Line): Promise<string> {
  const { outcome, data } = await askSafely(line, { code: '}' })
  if (outcome !== 'answered') return MODEL_UNKNOWN
  const code = uint16At(data, 0)
  const model = MODELS[code & ~(INCUBATOR | ROBOT_DOOR)]
  if (model === undefined) return `${MODEL_UNKNOWN} (configuration ${code.toString(16)})`
  return (code & INCUBATOR) === 0 ? model : `${model} with incubator`
}

/** Six times three digits and a comma. */
function isWavelengthTable({ outcome, data }: Reply): boolean {
  return outcome === 'answered' && /^(?:\d{3},){6}$/.test(textFromBytes(data))
}

/** The wavelengths of the table; `000` is an empty place. */
function wavelengthsFromTable(data: Uint8Array): readonly number[] {
  return textFromBytes(data)
    .split(',')
    .map(Number)
    .filter((wavelengthNm) => wavelengthNm > 0)
}
