import { InvalidArgumentError, Option } from 'commander'

import { AssaydError } from '../core/errors.ts'
import { missingDriver } from '../core/missing-driver.ts'
import type { Simulator } from '../ports/simulator.ts'
import type { AddCommand, Tools } from './command.ts'
import { hanging } from './hanging.ts'
import { tellResult, type JsonFlag } from './tell-result.ts'

interface SimulateFlags extends JsonFlag {
  readonly plate: readonly string[]
  readonly listen: string
  readonly pace: 'real' | 'fast'
  readonly baud: number
  readonly fault?: string
  readonly barcode?: string
  readonly seed: number
  readonly settings?: string
  readonly startEvery?: number
  readonly repeat?: true
  readonly listFaults?: true
}

/**
 * `assayd simulate`: one simulated reader on TCP, in the place of an instrument behind a serial
 * server.
 */
export const addSimulate: AddCommand = (program, tools) => {
  program
    .command('simulate')
    .description('put a simulated reader on TCP, until Ctrl-C')
    .argument('<driver>', 'whose simulator, for example biotek-elx')
    .option(
      '--plate <file>',
      'plate in the carrier: CSV, well and one OD column a wavelength in nm; may be given again',
      oneMore,
      [],
    )
    .option(
      '--repeat',
      'after the last plate begin with the first again; without it the last one stays',
    )
    .option('--listen <address>', 'where; port 0 takes any that is free', 'tcp://127.0.0.1:5555')
    .addOption(
      new Option('--pace <pace>', 'waits and bytes as on a real wire, or at once')
        .choices(['real', 'fast'])
        .default('real'),
    )
    .option('--baud <rate>', 'speed of the wire at pace real', wholeNumber, 9600)
    .option('--fault <name>', 'what goes wrong, once; see --list-faults')
    .option('--list-faults', "print the simulator's faults and exit")
    .option('--settings <json>', "which reader of the family, as its driver's settings in JSON")
    .option('--start-every <seconds>', 'press START when the host connects, and so often', seconds)
    .option('--barcode <text>', "the plates' barcode")
    .option('--seed <number>', 'seeds what a fault does by chance', wholeNumber, 1)
    .option('--json', 'one JSON object a sentence, the address first; the faults as one object')
    .action((driver: string, flags: SimulateFlags) => simulate(driver, flags, tools))
}

async function simulate(driver: string, flags: SimulateFlags, tools: Tools): Promise<void> {
  const simulator = simulatorOf(driver, tools)
  if (flags.listFaults === true) {
    const lines = faultList(simulator)
    return tellResult(tools, flags, { value: simulator.faults, lines })
  }
  const fault = knownFault(flags.fault, simulator)
  if (flags.plate.length === 0) {
    throw new AssaydError('option-unsuited', 'A simulated reader needs a plate to read.', {
      hint: 'Give --plate FILE: a CSV with well and one OD column for each wavelength in nm.',
    })
  }
  const plates = flags.plate.map((file) => tools.readPlateFile(file, flags.barcode ?? null))
  const { listen, pace, baud, seed } = flags
  const settings = settingsOf(flags.settings)
  const startEveryMs = flags.startEvery === undefined ? null : flags.startEvery * 1000
  const afterLastPlate = flags.repeat === true ? 'again' : 'stays'
  const tell = (said: string): void => tellResult(tools, flags, { value: { said }, lines: [said] })
  const stopped = stopSignal()
  const options = {
    simulator,
    plates,
    listen,
    pace,
    baud,
    fault,
    seed,
    settings,
    startEveryMs,
    afterLastPlate,
    tell,
  } as const
  const served = await tools.serveSimulator(options)
  const { address } = served
  const lines = [`simulated ${driver} listens at ${address}`]
  tellResult(tools, flags, { value: { driver, address }, lines })
  await stopped
  await served.close()
}

function simulatorOf(driver: string, tools: Tools): Simulator {
  const pair = tools.drivers.get(driver)
  if (pair !== undefined) return pair.simulator
  throw missingDriver('The command', driver, tools)
}

function knownFault(name: string | undefined, simulator: Simulator): string | null {
  if (name === undefined) return null
  if (Object.hasOwn(simulator.faults, name)) return name
  const what = `The simulator of ${simulator.driverId} has no fault '${name}'. It has:`
  throw new AssaydError('fault-unknown', `${what}\n${faultList(simulator).join('\n')}`, {
    hint: 'Give one of these after --fault, or leave it out.',
  })
}

function faultList({ faults }: Simulator): readonly string[] {
  const indent = Math.max(0, ...Object.keys(faults).map((name) => name.length)) + 2
  return Object.entries(faults).flatMap(([name, sentence]) =>
    hanging(`${name.padEnd(indent)}${sentence}`, indent),
  )
}

/** Settles when the operator or the service manager asks the program to end. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
}

function oneMore(file: string, files: readonly string[]): readonly string[] {
  return [...files, file]
}

/** The settings as the configuration would have them. Throws AssaydError `option-unsuited`. */
function settingsOf(text: string | undefined): unknown {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new AssaydError('option-unsuited', `--settings '${text}' is not JSON: ${why}.`, {
      hint: 'Write it as in --settings \'{"model": "550"}\'.',
      cause,
    })
  }
}

function seconds(text: string): number {
  const value = Number(text)
  if (Number.isFinite(value) && value >= 0.1) return value
  throw new InvalidArgumentError('Expected a number of seconds, at least 0.1.')
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Expected a whole number above zero.')
}
