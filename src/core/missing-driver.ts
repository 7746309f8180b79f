import { AssaydError } from './errors.ts'

/** The drivers there are, and those that are there but cannot be loaded, by id. */
export interface DriversKnown {
  readonly drivers: ReadonlyMap<string, unknown>
  readonly brokenDrivers: ReadonlyMap<string, AssaydError>
}

/**
 * Why a driver cannot be had: AssaydError `part-broken` when it is there but cannot be loaded,
 * otherwise `driver-unknown`. `where` says who names it: "Reader 'left'".
 */
export function missingDriver(
  where: string,
  id: string,
  { drivers, brokenDrivers }: DriversKnown,
): AssaydError {
  const broken = brokenDrivers.get(id)
  if (broken !== undefined) {
    const message = `${where} needs driver '${id}', which cannot be loaded: ${broken.message}`
    return new AssaydError('part-broken', message, { hint: broken.hint, cause: broken })
  }
  const known = [...drivers.keys()].toSorted().join(', ')
  return new AssaydError('driver-unknown', `${where} names an unknown driver '${id}'.`, {
    hint: `Known drivers: ${known}.`,
  })
}
