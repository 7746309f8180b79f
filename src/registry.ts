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

/**
 * Every reader family in the folder: a sub-folder with `driver.ts` and `simulator.ts`, named as the
 * driver's id.
 */
export async function loadDrivers(folder: URL): Promise<ReadonlyMap<string, DriverPair>> {
  const pairs = new Map<string, DriverPair>()
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = new URL(`${entry.name}/driver.ts`, folder)
    if (!entry.isDirectory() || !existsSync(file)) continue
    const beside = new URL(`${entry.name}/simulator.ts`, folder)
    const driver = await exported(file, 'driver', isDriver)
    const simulator = await exported(beside, 'simulator', isSimulator)
    if (driver.facts.id !== entry.name || simulator.driverId !== entry.name) {
      throw broken(file, `it calls itself '${driver.facts.id}', expected its folder's name`)
    }
    pairs.set(entry.name, { driver, simulator })
  }
  return pairs
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
  const module: unknown = await import(file.href)
  const value = isObject(module) ? module[name] : undefined
  if (!fits(value)) throw broken(file, `its export '${name}' is missing or has another shape`)
  return value
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

function broken(file: URL, what: string): AssaydError {
  return new AssaydError('part-broken', `${fileURLToPath(file)} cannot be used: ${what}.`, {
    hint: 'Compare it with the other files of its folder.',
  })
}
