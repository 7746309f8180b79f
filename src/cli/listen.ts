import { counted } from '../core/counted.ts'
import type { Clock } from '../ports/clock.ts'
import type { LineSettings } from '../ports/driver.ts'
import type { Connection } from '../ports/transport.ts'
import type { AddCommand, Tools } from './command.ts'
import { addLineOptions, type LineFlags } from './line-options.ts'
import { listenLines, pieceJson, type HeardPiece } from './listen-lines.ts'
import { stopSignal } from './stop-signal.ts'
import type { JsonFlag } from './tell-result.ts'

/** What most readers and printers have, with both lines raised as they expect of a listener. */
const USUAL: LineSettings = {
  baud: 9600,
  dataBits: 8,
  parity: 'none',
  stopBits: 1,
  flowControl: 'none',
  dtr: true,
  rts: true,
}

/** `assayd listen PORT`: every byte as it comes, until Ctrl-C. Nothing is sent. */
export const addListen: AddCommand = (program, tools) => {
  const command = program
    .command('listen')
    .description('show the bytes that come on a port, in hex and as text, until Ctrl-C')
    .argument('<port>', 'COM3, /dev/ttyUSB0, tcp://host:port; `assayd ports` lists those here')
  addLineOptions(command)
    .option('--json', 'one JSON object each time bytes come: at_ms, hex, text')
    .action((port: string, flags: ListenFlags) => listen(port, flags, tools))
}

interface ListenFlags extends LineFlags, JsonFlag {}

async function listen(port: string, flags: ListenFlags, tools: Tools): Promise<void> {
  const stop = stopSignal()
  const transport = tools.openTransport(port)
  const settings = settingsFrom(flags)
  const connection = await transport.connect(settings)
  const { hasLineSettings } = transport
  const heard = flags.json === true ? heardByPrograms(tools) : heardByPeople(tools)
  heard.begin(`listening at ${hasLineSettings ? inWords(port, settings) : port}`)
  try {
    await hear(connection, stop, { clock: tools.clock, heard })
  } finally {
    await connection.close()
  }
}

/** Whoever is told of bytes. */
interface Audience {
  begin(sentence: string): void
  piece(piece: HeardPiece): void
  end(): void
}

function heardByPeople({ print }: Pick<Tools, 'print'>): Audience {
  let lastMs: number | null = null
  let count = 0
  return {
    begin: print,
    piece: (piece) => {
      for (const line of listenLines(piece, lastMs)) print(line)
      lastMs = piece.atMs
      count += piece.bytes.length
    },
    end: () => print(`${counted(count, 'byte')} came.`),
  }
}

function heardByPrograms({ print }: Pick<Tools, 'print'>): Audience {
  const piece = (one: HeardPiece): void => print(JSON.stringify(pieceJson(one)))
  return { begin: () => undefined, piece, end: () => undefined }
}

/** Resolves when stopped, or when the line ends in good order; rejects when it is lost. */
function hear(
  { bytes$ }: Connection,
  stop: AbortSignal,
  { clock, heard }: { readonly clock: Clock; readonly heard: Audience },
): Promise<void> {
  const beganMs = clock.monotonicMs()
  return new Promise<void>((resolve, reject) => {
    const listening = bytes$.subscribe({
      next: (bytes) => heard.piece({ atMs: clock.monotonicMs() - beganMs, bytes }),
      error: reject,
      complete: resolve,
    })
    const end = (): void => {
      listening.unsubscribe()
      resolve()
    }
    if (stop.aborted) end()
    stop.addEventListener('abort', end, { once: true })
  }).finally(() => heard.end())
}

function settingsFrom(flags: LineFlags): LineSettings {
  return {
    baud: flags.baud ?? USUAL.baud,
    dataBits: flags.dataBits ?? USUAL.dataBits,
    parity: flags.parity ?? USUAL.parity,
    stopBits: flags.stopBits ?? USUAL.stopBits,
    flowControl: flags.flowControl ?? USUAL.flowControl,
    dtr: flags.dtr ?? USUAL.dtr,
    rts: flags.rts ?? USUAL.rts,
  }
}

function inWords(port: string, settings: LineSettings): string {
  const { baud, dataBits, parity, stopBits, flowControl, dtr, rts } = settings
  const level = (isHigh: boolean): string => (isHigh ? 'on' : 'off')
  return (
    `${port}: ${baud} baud, ${dataBits} data bits, parity ${parity}, stop bits ${stopBits}, ` +
    `flow control ${flowControl}, DTR ${level(dtr)}, RTS ${level(rts)}`
  )
}
