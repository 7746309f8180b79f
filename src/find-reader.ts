import { AssaydError } from './core/errors.ts'
import type { Identity } from './ports/driver.ts'
import type { Talk } from './talk.ts'

/** Tries the driver's line settings in turn, with safe commands only, until somebody answers. */
export async function findReader(talk: Talk): Promise<Identity> {
  const { driver, reader, line, bench } = talk
  const settings = talk.hasLineSettings ? driver.facts.lines : driver.facts.lines.slice(0, 1)
  for (const one of settings) {
    await talk.retune(one)
    const identity = await driver.greet(line)
    if (identity === undefined) continue
    talk.found()
    bench.tell({
      kind: 'found',
      reader: reader.id,
      identity,
      settings: talk.hasLineSettings ? one : null,
    })
    return identity
  }
  const tried = talk.hasLineSettings
    ? ` at ${settings.map(({ baud }) => baud).join(', ')} baud`
    : ''
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
