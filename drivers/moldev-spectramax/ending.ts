import { bytesFromText, type FaultText, type ReplyOutcome } from '../../src/driver-kit.ts'

import { type Answer, errorCodeOf, isBlank, mayBegin } from './answer.ts'
import { type Command, STATUS } from './commands.ts'
import { type Cut, cutFault, malformedFault } from './faults.ts'
import { statusFromText } from './status.ts'

/** How an exchange ended. */
export interface Ending {
  readonly outcome: ReplyOutcome
  /** Its second part; where it has none, what followed the `OK`. */
  readonly data: Uint8Array
  /** The number of the error it tells of, empty when it tells of none. */
  readonly status: string
  readonly fault?: FaultText
}

const NO_DATA = new Uint8Array()
const WHOLE_ERROR = /^\s*FAIL\s+\d{3}\s*$/

/** An ending of which nothing is to be told but how it came. */
export function ending(outcome: ReplyOutcome, fault?: FaultText): Ending {
  return { outcome, data: NO_DATA, status: '', ...(fault === undefined ? {} : { fault }) }
}

/** The ending of an answer whose prompts all came, or are not to come. */
export function heardEnding(command: Command, parts: readonly string[]): Ending {
  const { name, isAsking } = command
  const code = errorCodeOf(parts)
  if (code !== undefined) return { outcome: 'answered', data: NO_DATA, status: code }
  const [first = '', second = ''] = parts
  const text = isAsking ? second : `${first.slice('OK'.length)} ${second}`.trim()
  if (name === STATUS && statusFromText(second) === undefined) {
    return ending('broken', malformedFault(name, `'${second.trim().slice(0, 60)}' is no status`))
  }
  return { outcome: 'answered', data: bytesFromText(text), status: '' }
}

interface Begun {
  readonly command: Command
  readonly answer: Answer
}

/** The ending of an answer after which nothing more comes. */
export function cutEnding({ command, answer }: Begun, how: Cut): Ending {
  const { name } = command
  if (isBlank(answer.log.slice())) return ending('silent')
  if (answer.isSpoilt) {
    return ending('broken', malformedFault(name, 'a byte came that no text has'))
  }
  const half = ending('silent', cutFault(how, `Half an answer to '${name}'`))
  if (!answer.isBegun) return withoutBeginning(answer, name) ?? half
  const { parts, rest } = answer
  // The tests of PyLabRobot show an error without its prompt.
  if (how === 'silence' && WHOLE_ERROR.test(rest)) return heardEnding(command, [...parts, rest])
  const isEnded = parts.length > 0 && rest.trim() === '' && how === 'silence'
  if (!isEnded) return half
  if (!command.isAsking || errorCodeOf(parts) !== undefined) return heardEnding(command, parts)
  const isOkAlone = !(parts[0] ?? '').trim().includes('\n')
  return isOkAlone ? half : ending('broken', malformedFault(name, 'a prompt is missing'))
}

function withoutBeginning({ junk }: Answer, name: string): Ending | undefined {
  if (mayBegin(junk)) return undefined
  return ending('broken', malformedFault(name, 'it does not begin with OK or FAIL'))
}
