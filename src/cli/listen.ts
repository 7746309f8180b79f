import type { LineSettings } from '../ports/driver.ts'
import type { Connection } from '../ports/transport.ts'
import type { AddCommand, Tools } from './command.ts'
import { addLineOptions, type LineFlags } from './line-options.ts'
import { listenLines } from './listen-lines.ts'
import { stopSignal } from './stop-signal.ts'

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
  addLineOptions(command).action((port: string, flags: LineFlags) => listen(port, flags, tools))
}

async function listen(port: string, flags: LineFlags, tools: Tools): Promise<void> {
  const stop = stopSignal()
  const transport = tools.openTransport(port)
  const settings = settingsFrom(flags)
  const connection = await transport.connect(settings)
  tools.print(
    transport.hasLineSettings ? `listening at ${inWords(port, settings)}` : `listening at ${port}`,
  )
  try {
    await show(connection, stop, tools)
  } finally {
    await connection.close()
  }
}

/** Resolves when stopped, or when the line ends in good order; rejects when it is lost. */
function show({ bytes$ }: Connection, stop: AbortSignal, { clock, print }: Tools): Promise<void> {
  const beganMs = clock.monotonicMs()
  let lastMs: number | null = null
  let count = 0
  return new Promise<void>((resolve, reject) => {
    const listening = bytes$.subscribe({
      next: (bytes) => {
        const atMs = clock.monotonicMs() - beganMs
        for (const line of listenLines({ atMs, bytes }, lastMs)) print(line)
        lastMs = atMs
        count += bytes.length
      },
      error: reject,
      complete: resolve,
    })
    const end = (): void => {
      listening.unsubscribe()
      resolve()
    }
    if (stop.aborted) end()
    stop.addEventListener('abort', end, { once: true })
  }).finally(() => print(`${count} bytes came.`))
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
