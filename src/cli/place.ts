import type { Command } from 'commander'

import { counted } from '../core/counted.ts'
import { AssaydError } from '../core/errors.ts'
import type { Tools } from './command.ts'
import { DEFAULT_CONFIG } from './default-config.ts'

/** Where a command looks, as it was told. */
export interface PlaceFlags {
  readonly config: string
  readonly data?: string | undefined
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
export function dataFolderOf(
  tools: Pick<Tools, 'settings' | 'warn'>,
  { config, data }: PlaceFlags,
): string {
  if (data !== undefined) return data
  const source = tools.settings(config)
  try {
    return source.load().folders.data
  } catch (error) {
    if (!(error instanceof AssaydError)) throw error
    const folder = source.dataFolder()
    const mistakes = counted(error.message.split('\n').length, 'mistake')
    const what = `The configuration has ${mistakes}; 'assayd check' lists them.`
    tools.warn(`${what}\nWhat follows is of the data folder ${folder}.`)
    return folder
  }
}
