import { AssaydError } from '../core/errors.ts'
import { stdoutFor } from '../core/log-settings.ts'
import { DEFAULT_CONFIG } from './default-config.ts'
import { EXIT } from './exit-codes.ts'
import { newsLines } from './news-lines.ts'
import type { AddCommand } from './command.ts'

interface RunFlags {
  readonly config: string
  readonly once?: true
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
    .action(async ({ config, once }: RunFlags) => {
      const { lab, readers, folders, log } = tools.settings(config).load()
      // Where the log takes standard output, words for people would only be said twice.
      const isRead = stdoutFor(log.stdout, tools.stdout) === 'people'
      const print = (line: string): void => void (isRead && tools.print(line))
      print(`${lab}: ${readers.map(({ id }) => id).join(', ') || 'no reader'}`)
      print(`CSV files go to ${folders.exports}; Ctrl-C stops the daemon.`)
      const stop = new AbortController()
      const onSignal = (): void => {
        if (stop.signal.aborted) return stopAtOnce()
        stop.abort()
        print('Stopping; a plate under way is finished first. Once more stops at once.')
      }
      process.on('SIGINT', onSignal)
      process.on('SIGTERM', onSignal)
      const end = await tools.runDaemon({
        configFile: config,
        once: once === true,
        stop: stop.signal,
        askedToReload: (reload) => {
          // Windows raises it when the window of the daemon is closed, which is no wish to reload.
          if (process.platform !== 'win32') process.on('SIGHUP', reload)
        },
        tell: (news) => {
          if (!isRead) return
          for (const line of newsLines(news, tools.clock.now())) print(line)
        },
      })
      for (const sentence of end.left) print(sentence)
      if (once === true && end.emptyHanded.length > 0 && !stop.signal.aborted) {
        throw new AssaydError(
          'no-plate',
          `No plate was analysed from ${end.emptyHanded.join(', ')}.`,
          {
            hint: 'The lines above say what went wrong.',
          },
        )
      }
    })
}

/** Every byte is on the disk: the next start does what is left undone, as after a power cut. */
function stopAtOnce(): never {
  process.stderr.write('assayd: stopped at once; the next start finishes what is left.\n')
  return process.exit(EXIT.cutShort)
}
