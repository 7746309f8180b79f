import { AssaydError } from '../core/errors.ts'
import { lineChoices, whoAnswers } from './line-choices.ts'
import type { Identity } from '../ports/driver.ts'
import { strangerAt } from './stranger.ts'
import type { Talk } from './talk.ts'

/**
 * Tries the line settings in turn, with safe commands only, until somebody answers. Rejects with
 * AssaydError `reader-silent` when nobody does, `reader-stranger` when it is not the configured
 * reader.
 */
export async function findReader(talk: Talk): Promise<Identity> {
  const { driver, reader, line, bench } = talk
  const all = lineChoices(driver, reader.line)
  const choices = talk.hasLineSettings ? all : all.slice(0, 1)
  const found = await whoAnswers({ driver, line, choices, retune: talk.retune })
  if (found !== undefined) {
    const stranger = strangerAt(reader, found)
    if (stranger !== undefined) throw stranger
    bench.tell({
      kind: 'found',
      reader: reader.id,
      identity: found.identity,
      hasAnswered: found.hasAnswered,
      settings: talk.hasLineSettings ? found.settings : null,
    })
    talk.found(found.identity)
    return found.identity
  }
  const tried = talk.hasLineSettings ? ` at ${choices.map(({ baud }) => baud).join(', ')} baud` : ''
  throw new AssaydError(
    'reader-silent',
    `Nothing that speaks like a ${driver.facts.name} answers on ${reader.port}${tried}.`,
    {
      hint:
        'Check that the reader is on, the cable (a null modem may be needed), ' +
        'and the port in the configuration.',
    },
  )
}
