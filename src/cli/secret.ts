import { AssaydError } from '../core/errors.ts'

/** Asks for something that is neither shown nor given as an argument, where every `ps` shows it. */
export type AskSecret = (prompt: string) => Promise<string>

/**
 * From the terminal without an echo; from standard input, one line for each question, when that is
 * no terminal. Rejects with AssaydError `option-unsuited` when there is none.
 */
export function secretsFrom(input: NodeJS.ReadStream, output: NodeJS.WriteStream): AskSecret {
  const lines = input.isTTY ? undefined : linesOf(input)
  return async (prompt) => {
    if (lines === undefined) return typed(input, output, prompt)
    hold(input, true)
    const { value, done } = await lines.next()
    hold(input, false)
    if (done !== true) return value
    throw new AssaydError('option-unsuited', `Nothing on standard input for '${prompt}'.`, {
      hint: 'Run it in a terminal, or give one line for each question.',
    })
  }
}

/** Between questions a pipe that nobody closes must not keep the program from ending. */
function hold(input: NodeJS.ReadStream, isAsked: boolean): void {
  // A file has neither.
  if ('ref' in input && isAsked) input.ref()
  if ('unref' in input && !isAsked) input.unref()
}

async function* linesOf(input: NodeJS.ReadStream): AsyncGenerator<string, undefined> {
  let rest = ''
  for await (const piece of input) {
    rest += String(piece)
    const lines = rest.split(/\r?\n/)
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
  return undefined
}

const [CTRL_C, CTRL_D, ENTER, NEW_LINE, DELETE, BACKSPACE] = '\u0003\u0004\r\n\u007f\b'

/** Key by key, as the terminal gives them in raw mode: nothing is shown. */
function typed(
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
  prompt: string,
): Promise<string> {
  output.write(`${prompt}: `)
  input.setRawMode(true)
  return new Promise((resolve, reject) => {
    let said: readonly string[] = []
    const end = (settle: () => void): void => {
      input.off('data', hear).setRawMode(false).pause()
      output.write('\n')
      settle()
    }
    const hear = (piece: Buffer): void => {
      for (const key of Array.from(piece.toString('utf8'))) {
        if (key === ENTER || key === NEW_LINE || key === CTRL_D) {
          return end(() => resolve(said.join('')))
        }
        if (key === CTRL_C) return end(() => reject(stopped()))
        said = key === DELETE || key === BACKSPACE ? said.slice(0, -1) : [...said, key]
      }
    }
    input.on('data', hear).resume()
  })
}

function stopped(): AssaydError {
  return new AssaydError('option-unsuited', 'Stopped at the question; nothing was done.')
}

/** A new password, asked for twice. Rejects with AssaydError `password-weak` when they differ. */
export async function askNew(ask: AskSecret, prompt: string): Promise<string> {
  const first = await ask(prompt)
  if ((await ask(`${prompt} again`)) === first) return first
  throw new AssaydError('password-weak', 'The two passwords differ; nothing was done.', {
    hint: 'Type the same one twice.',
  })
}
