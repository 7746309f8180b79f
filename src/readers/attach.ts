import type { AssaydError } from '../core/errors.ts'
import { missingDriver } from '../core/missing-driver.ts'
import type { Driver } from '../ports/driver.ts'
import type { KnownUsb } from '../ports/ports.ts'
import type { ServedSimulator, ServeOptions } from '../ports/serve.ts'
import type { ReaderSettings } from '../ports/settings.ts'
import type { SimulatedPlate } from '../ports/simulator.ts'
import type { Transport } from '../ports/transport.ts'
import { driverFor, type DriverPair } from '../registry.ts'

/** A configured reader with what stands behind its port; nothing is opened yet. */
export interface ReaderOnLine {
  /** With the port that a simulated reader was given. */
  readonly reader: ReaderSettings
  readonly driver: Driver
  readonly transport: Transport
  /** Puts a simulated reader away; of a real one there is nothing to put away. */
  readonly putAway: () => Promise<void>
}

/** What of the world readers need. */
export interface ReadersWorld {
  readonly drivers: ReadonlyMap<string, DriverPair>
  /** Drivers that are there but cannot be loaded; they stop only what needs them. */
  readonly brokenDrivers: ReadonlyMap<string, AssaydError>
  readonly openTransport: (port: string, usb?: KnownUsb) => Transport
  readonly readPlateFile: (file: string, barcode: string | null) => SimulatedPlate
  readonly serveSimulator: (options: ServeOptions) => Promise<ServedSimulator>
}

/**
 * Throws AssaydError when the reader could not be attached for a reason that is known without
 * opening anything: `driver-unknown`, the error of a driver that cannot be loaded, `port-address`.
 */
export function insistOnAttachable(world: ReadersWorld, reader: ReaderSettings): void {
  driverFor(pairOf(world, reader), reader.settings)
  if (reader.simulator === null) world.openTransport(reader.port, reader.identity?.usb)
}

/** Puts a reader on its line: a capture, a simulated reader's socket, or the port itself. */
export async function attach(world: ReadersWorld, reader: ReaderSettings): Promise<ReaderOnLine> {
  const pair = pairOf(world, reader)
  const driver = driverFor(pair, reader.settings)
  if (reader.simulator === null) {
    const transport = world.openTransport(reader.port, reader.identity?.usb)
    return { reader, driver, transport, putAway: async () => {} }
  }
  const served = await serve(world, reader, pair.simulator)
  const transport = world.openTransport(served.address)
  const putAway = (): Promise<void> => served.close()
  return { reader: { ...reader, port: served.address }, driver, transport, putAway }
}

function pairOf(world: ReadersWorld, { id, driver }: ReaderSettings): DriverPair {
  const pair = world.drivers.get(driver)
  if (pair === undefined) throw missingDriver(`Reader '${id}'`, driver, world)
  return pair
}

function serve(
  world: ReadersWorld,
  { port, settings, simulator: how }: ReaderSettings,
  simulator: DriverPair['simulator'],
): Promise<ServedSimulator> {
  if (how === null) throw new TypeError('Expected a reader that is simulated.')
  const { plateFile, barcode, pace, fault, seed, startEveryMs } = how
  const plates = [world.readPlateFile(plateFile, barcode)]
  return world.serveSimulator({
    simulator,
    plates,
    listen: port,
    pace,
    fault,
    seed,
    settings,
    startEveryMs,
  })
}
