import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { AssaydError } from './core/errors.ts'
import type { QualityRule } from './core/quality/rule.ts'
import type { Driver } from './ports/driver.ts'
import type { Simulator } from './ports/simulator.ts'

/** A driver with the simulator that stands beside it. */
export interface DriverPair {
  readonly driver: Driver
  readonly simulator: Simulator
}

/** The driver for one reader: told what its configuration says, where the family needs that. */
export function driverFor({ driver }: DriverPair, settings: unknown): Driver {
  return driver.settings === null ? driver : driver.settings.configure(settings)
}

/** The reader families of a folder. */
export interface Drivers {
  readonly drivers: ReadonlyMap<string, DriverPair>
  /** Why the others cannot be used, by the name of their folder: AssaydError `part-broken`. */
  readonly brokenDrivers: ReadonlyMap<string, AssaydError>
}

/**
 * Every reader family in the folder: a sub-folder with `driver.ts` and `simulator.ts`, named as the
 * driver's id. One that cannot be loaded stands beside the others, so that it stops only what needs
 * it.
 */
export async function loadDrivers(folder: URL): Promise<Drivers> {
  const drivers = new Map<string, DriverPair>()
  const brokenDrivers = new Map<string, AssaydError>()
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const { name } = entry
    if (!entry.isDirectory() || !existsSync(new URL(`${name}/driver.ts`, folder))) continue
    try {
      drivers.set(name, await loadDriver(folder, name))
    } catch (error) {
      if (!(error instanceof AssaydError)) throw error
      brokenDrivers.set(name, error)
    }
  }
  return { drivers, brokenDrivers }
}

async function loadDriver(folder: URL, name: string): Promise<DriverPair> {
  const file = new URL(`${name}/driver.ts`, folder)
  const beside = new URL(`${name}/simulator.ts`, folder)
  const driver = await exported(file, 'driver', isDriver)
  const simulator = await exported(beside, 'simulator', isSimulator)
  if (driver.facts.id !== name)
    throw broken(file, `it calls itself '${driver.facts.id}', expected its folder's name`)
  if (simulator.driverId !== name)
    throw broken(beside, `its driver is '${simulator.driverId}', expected its folder's name`)
  return { driver, simulator }
}

/**
 * Every quality rule in the folder, in the order of their ids, so that flags always come in one
 * order.
 */
export async function loadRules(folder: URL): Promise<readonly QualityRule[]> {
  const rules: QualityRule[] = []
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.ts') || name === 'rule.ts') continue
    const file = new URL(name, folder)
    const rule = await exported(file, 'rule', isRule)
    if (`${rule.id}.ts` !== name) throw broken(file, `it calls itself '${rule.id}'`)
    rules.push(rule)
  }
  return rules.toSorted((left, right) => (left.id < right.id ? -1 : 1))
}

async function exported<Kind>(
  file: URL,
  name: string,
  fits: (value: unknown) => value is Kind,
): Promise<Kind> {
  const module = await imported(file)
  const value = isObject(module) ? module[name] : undefined
  if (!fits(value)) throw broken(file, `its export '${name}' is missing or has another shape`)
  return value
}

async function imported(file: URL): Promise<unknown> {
  if (!existsSync(file)) throw broken(file, 'it is missing')
  try {
    return await import(file.href)
  } catch (error) {
    const [what = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
    throw broken(file, what, error)
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isDriver(value: unknown): value is Driver {
  return isObject(value) && isObject(value['facts']) && typeof value['decoder'] === 'function'
}

function isSimulator(value: unknown): value is Simulator {
  return isObject(value) && isObject(value['faults']) && typeof value['create'] === 'function'
}

function isRule(value: unknown): value is QualityRule {
  return isObject(value) && typeof value['id'] === 'string' && typeof value['check'] === 'function'
}

function broken(file: URL, what: string, cause?: unknown): AssaydError {
  const hint = 'Compare it with other files of its kind.'
  const message = `${fileURLToPath(file)} cannot be used: ${what.replace(/\.$/, '')}.`
  return new AssaydError('part-broken', message, { hint, cause })
}
