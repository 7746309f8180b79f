import type { Command } from 'commander'

import { AssaydError } from '../core/errors.ts'
import type { Settings } from '../ports/settings.ts'
import type { Tools } from './command.ts'
import { DEFAULT_CONFIG } from './default-config.ts'
import { counted } from './number-format.ts'

/** Where a command looks, as it was told. */
export interface PlaceFlags {
  readonly config: string
  readonly data?: string | undefined
}

/** A data folder, and the configuration that names it. */
export interface Place {
  readonly data: string
  /** Throws AssaydError with every mistake of a configuration that has some. */
  readonly settings: () => Settings
}

/** Adds the options of commands that look at a data folder. */
export function withPlace(command: Command): Command {
  return command
    .option('--config <file>', 'configuration', DEFAULT_CONFIG)
    .option('--data <folder>', 'the data folder, in place of the one that the configuration names')
}

/**
 * The data folder to look at. What is stored is there whatever became of the configuration, so that
 * mistakes in it are warned of and stop nothing. Throws AssaydError with every mistake when not
 * even the data folder can be read from it.
 */
export function placeOf(
  tools: Pick<Tools, 'settings' | 'warn'>,
  { config, data }: PlaceFlags,
): Place {
  if (data !== undefined) return { data, settings: () => tools.settings(config).load() }
  const source = tools.settings(config)
  try {
    const settings = source.load()
    return { data: settings.folders.data, settings: () => settings }
  } catch (error) {
    if (!(error instanceof AssaydError)) throw error
    const place = { data: source.dataFolder(), settings: () => source.load() }
    const mistakes = counted(error.message.split('\n').length, 'mistake')
    tools.warn(`The configuration has ${mistakes}; 'assayd check' lists them.`)
    tools.warn(`What follows is of the data folder ${place.data}.`)
    return place
  }
}
