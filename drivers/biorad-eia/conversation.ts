import { type Line, ReaderError, type ReadRequest } from '../../src/driver-kit.ts'

import {
  ask,
  askSafely,
  errorFromReply,
  must,
  plateLimits,
  REMOTE_LIMITS,
  type Talk,
  textOf,
} from './ask.ts'
import type { Spoken } from './commands.ts'
import { filtersFromText } from './reply.ts'
import { fitRequest, positionsFor, type Wanted } from './read-setup.ts'
import type { Settings } from './settings.ts'

// How one plate is read: `AQ`, on a 680 `FSTATUS` and maybe `ISTATUS`, `RPLATE`, `RL`. Remote
// control locks the keypad, and a 550 pushes nothing meanwhile: it is always given back, after a
// failure too.

/** Has the reader give one plate. Rejects with ReaderError. */
export async function read(line: Line, request: ReadRequest, settings: Settings): Promise<void> {
  const talk = { line, settings }
  const wanted = fitRequest(request, settings)
  await must(talk, spoken('AQ'), REMOTE_LIMITS)
  try {
    const command = await commandFor(talk, { wanted, temperature: request.temperature })
    await must(talk, command, plateLimits(settings))
  } catch (error) {
    if (error instanceof ReaderError) await release(talk)
    throw error
  }
  await release(talk)
}

/** A reader that keeps remote control has still given its plate. */
async function release(talk: Talk): Promise<void> {
  await ask(talk, spoken('RL'))
}

interface Plan {
  readonly wanted: Wanted
  readonly temperature: boolean
}

async function commandFor(talk: Talk, { wanted, temperature }: Plan): Promise<Spoken> {
  const { settings } = talk
  switch (settings.plate) {
    case 'last-plate':
      return spoken('RTPLATE')
    case 'stored-plate':
      // An endpoint plate, whole.
      return spoken('URPD', ['0', String(settings.memory), '1'])
    case 'measure': {
      const positions = positionsFor(wanted, await filtersOf(talk))
      if (temperature && settings.model === '680') await ask(talk, spoken('ISTATUS'))
      return spoken('RPLATE', [...beforeFilters(settings), ...positions.map(String)])
    }
  }
}

const MIX_SPEEDS = { low: 'L', medium: 'M', high: 'H' } as const

function beforeFilters({ model, speed, mixSeconds, mixSpeed }: Settings): readonly string[] {
  if (model === '550') return [String(mixSeconds)]
  return [speed === 'fast' ? '1' : '2', String(mixSeconds), MIX_SPEEDS[mixSpeed]]
}

/** Wavelengths by position. A 680 tells them; what it says is believed before the settings. */
async function filtersOf(talk: Talk): Promise<readonly number[]> {
  const { settings } = talk
  const { filters = [] } = settings
  if (settings.model === '550') return filters
  const reply = await askSafely(talk, 'FSTATUS')
  const told = filtersFromText(textOf(reply))
  if (told !== undefined) return told
  const error = errorFromReply(reply, settings)
  if (error !== undefined) throw error
  if (filters.length > 0) return filters
  throw new ReaderError('reader-malformed', `The reader's filters are '${textOf(reply)}'.`, {
    hint: 'Write the wavelengths of the filters, from position 1, into the settings of the reader.',
    bytes: reply.data,
  })
}

function spoken(word: string, values: readonly string[] = []): Spoken {
  return { word, arguments: values }
}
