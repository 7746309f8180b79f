import { AssaydError } from '../core/errors.ts'
import { stdoutFor } from '../core/log-settings.ts'
import type { Settings } from '../ports/settings.ts'
import { DEFAULT_CONFIG } from './default-config.ts'
import { EXIT } from './exit-codes.ts'
import { newsLines } from './news-lines.ts'
import type { AddCommand, Tools } from './command.ts'

interface RunFlags {
  readonly config: string
  readonly once?: true
  readonly json?: true
}

/**
 * `assayd run`: the daemon in the foreground, telling what happens, until Ctrl-C or the service
 * manager stops it.
 */
export const addRun: AddCommand = (program, tools) => {
  program
    .command('run')
    .description('run the daemon: hear the readers, compute, store and export')
    .option('--config <file>', 'configuration', DEFAULT_CONFIG)
    .option('--once', 'one plate from each reader, then exit')
    .option('--json', 'what happens as one JSON object a line, as it stands in the log')
    .action((flags: RunFlags) => run(flags, tools))
}

async function run({ config, once, json }: RunFlags, tools: Tools): Promise<void> {
  // Nothing is said of a daemon that does not start, but why.
  let print = (_line: string): void => undefined
  const { stop, stopped } = stopOnSignal(() => print)
  const end = await tools.runDaemon({
    configFile: config,
    once: once === true,
    stop,
    stdout: json === true ? 'json' : null,
    begun: (settings) => {
      const wanted = json === true ? 'json' : settings.log.stdout
      // Where the log takes standard output, words for people would only be said twice.
      if (stdoutFor(wanted, tools.stdout) === 'people') ({ print } = tools)
      for (const line of banner(settings)) print(line)
    },
    askedToReload: (reload) => {
      // Windows raises it when the window of the daemon is closed, which is no wish to reload.
      if (process.platform !== 'win32') process.on('SIGHUP', reload)
    },
    tell: (news) => {
      for (const line of newsLines(news, tools.clock.now())) print(line)
    },
  })
  for (const sentence of end.left) print(sentence)
  if (once !== true || end.emptyHanded.length === 0 || stopped()) return
  const message = `No plate was analysed from ${end.emptyHanded.join(', ')}.`
  throw new AssaydError('no-plate', message, { hint: 'The lines above say what went wrong.' })
}

function banner({ lab, readers, folders }: Settings): readonly string[] {
  return [
    `${lab}: ${readers.map(({ id }) => id).join(', ') || 'no reader'}`,
    `CSV files go to ${folders.exports}; Ctrl-C stops the daemon.`,
  ]
}

/** The first signal stops in order, the second at once. */
function stopOnSignal(print: () => (line: string) => void) {
  const stop = new AbortController()
  const onSignal = (): void => {
    if (stop.signal.aborted) return stopAtOnce()
    stop.abort()
    print()('Stopping; a plate under way is finished first. Once more stops at once.')
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return { stop: stop.signal, stopped: () => stop.signal.aborted }
}

/** Every byte is on the disk: the next start does what is left undone, as after a power cut. */
function stopAtOnce(): never {
  process.stderr.write('assayd: stopped at once; the next start finishes what is left.\n')
  return process.exit(EXIT.cutShort)
}
