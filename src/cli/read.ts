import { InvalidArgumentError } from 'commander'

import { AssaydError, oneLine } from '../core/errors.ts'
import type { AddCommand, Tools } from './command.ts'
import { daemonOn, type DaemonClient } from './daemon-client.ts'
import { DEFAULT_CONFIG } from './default-config.ts'
import { isOver, orderOf, orderLines, type OrderSeen } from './order-lines.ts'

interface ReadFlags {
  readonly config: string
  readonly assay?: string
  readonly wavelengths?: readonly number[]
  readonly rows?: readonly [number, number]
  readonly columns?: readonly [number, number]
  readonly kinetic?: { readonly count: number; readonly interval_s: number }
  readonly temperature?: true
  readonly cancel?: true
  readonly json?: true
}

/**
 * `assayd read READER`: has the running daemon measure one plate, and follows it to its results.
 */
export const addRead: AddCommand = (program, tools) => {
  program
    .command('read')
    .description('have a reader measure one plate through the running daemon; Ctrl-C stops it')
    .argument('<reader>', 'the id of the reader in the configuration')
    .option('--config <file>', 'configuration', DEFAULT_CONFIG)
    .option('--assay <id>', 'read at the wavelengths of this assay')
    .option('--wavelengths <nm,nm>', 'read at these wavelengths, at most three', wavelengths)
    .option('--rows <range>', 'these rows alone, as in A-D', rowRange)
    .option('--columns <range>', 'these columns alone, as in 1-6', columnRange)
    .option('--kinetic <COUNTxSECONDS>', 'so many reads, so far apart, as in 30x60', kinetic)
    .option('--temperature', 'with the temperature of each read')
    .option('--cancel', 'stop the read that is under way')
    .option('--json', 'each change as one line of JSON')
    .action(async (reader: string, flags: ReadFlags) => {
      const data = tools.settings(flags.config).dataFolder()
      const daemon = daemonOn(data)
      const path = `/api/v1/readers/${encodeURIComponent(reader)}/order`
      const follower = { daemon, path, tools, isJson: flags.json === true }
      if (flags.cancel === true) return cancel(follower)
      await follow(follower, bodyOf(flags))
    })
}

interface Follower {
  readonly daemon: DaemonClient
  readonly path: string
  readonly tools: Tools
  readonly isJson: boolean
}

async function cancel({ daemon, path, tools, isJson }: Follower): Promise<void> {
  const answer = await daemon.ask('DELETE', path)
  tools.print(isJson ? JSON.stringify(answer) : 'The reader is told to stop.')
}

/** What is left out follows from the plate that is expected. */
function bodyOf(flags: ReadFlags): Readonly<Record<string, unknown>> {
  const { assay, wavelengths: nm, rows, columns, kinetic: series, temperature } = flags
  return {
    ...(assay === undefined ? {} : { assay }),
    ...(nm === undefined ? {} : { wavelengths_nm: nm }),
    ...(rows === undefined ? {} : { rows }),
    ...(columns === undefined ? {} : { columns }),
    ...(series === undefined ? {} : { kinetic: series }),
    ...(temperature === undefined ? {} : { temperature }),
  }
}

/** Listens before it asks, so that no change is missed; ends with the order. */
async function follow(follower: Follower, body: unknown): Promise<void> {
  const { daemon, path } = follower
  const listening = new AbortController()
  const events = daemon.events('/api/v1/events', listening.signal)
  const stopReading = stopOnSignal(follower)
  try {
    const first = events.next()
    let seen = orderOf(await daemon.ask('POST', path, body))
    if (seen === undefined) throw new TypeError('The daemon accepted an order and shows none.')
    show(follower, undefined, seen)
    let next = await first
    while (next.done !== true && !isOver(seen)) {
      const now = orderOf(next.value)
      if (now?.id === seen.id && now.reader === seen.reader) {
        show(follower, seen, now)
        seen = now
      }
      if (!isOver(seen)) next = await events.next()
    }
    finish(seen, follower)
  } finally {
    stopReading()
    listening.abort()
  }
}

function show({ tools, isJson }: Follower, before: OrderSeen | undefined, now: OrderSeen): void {
  if (isJson) return tools.print(JSON.stringify(now))
  for (const line of orderLines(before, now, tools.clock.now().epochMs)) tools.print(line)
}

const CANCELLED = 'Cancelled before the reader began.'

function finish(seen: OrderSeen, { tools, isJson }: Follower): void {
  if (seen.state === 'done' && seen.problem === null) return
  if (!isOver(seen)) {
    throw new AssaydError('daemon-away', 'The daemon ended before the read did.', {
      hint: 'What was captured is kept; start the daemon and see `assayd plates`.',
    })
  }
  if (seen.problem === null) return isJson ? undefined : tools.print(CANCELLED)
  const { code, message, hint } = seen.problem
  throw new AssaydError(code, message, { hint })
}

/** Ctrl-C stops the reader; the answer to that is followed like any other change. */
function stopOnSignal({ daemon, path, tools }: Follower): () => void {
  const stop = (): void => {
    daemon.ask('DELETE', path).catch((error: unknown) => {
      tools.warn(oneLine(error))
    })
  }
  process.once('SIGINT', stop)
  return () => void process.off('SIGINT', stop)
}

function wavelengths(text: string): readonly number[] {
  const nm = text.split(',').map(Number)
  if (nm.length <= 3 && nm.every((one) => Number.isInteger(one) && one > 0)) return nm
  throw new InvalidArgumentError('Expected one to three wavelengths in nm, as in 450,620.')
}

function rowRange(text: string): readonly [number, number] {
  const match = /^([A-P])(?:-([A-P]))?$/.exec(text.toUpperCase())
  if (match?.[1] === undefined) throw new InvalidArgumentError('Expected rows as in A-D.')
  const row = (letter: string): number => letter.charCodeAt(0) - 64
  return [row(match[1]), row(match[2] ?? match[1])]
}

function columnRange(text: string): readonly [number, number] {
  const match = /^(\d{1,2})(?:-(\d{1,2}))?$/.exec(text)
  if (match?.[1] === undefined) throw new InvalidArgumentError('Expected columns as in 1-6.')
  return [Number(match[1]), Number(match[2] ?? match[1])]
}

function kinetic(text: string) {
  const match = /^(\d{1,4})x(\d{1,5})$/.exec(text)
  if (match === null) throw new InvalidArgumentError('Expected reads and seconds, as in 30x60.')
  return { count: Number(match[1]), interval_s: Number(match[2]) }
}
