import type { z } from 'zod'

import type { Driver, DriverSettings } from './ports/driver.ts'

/**
 * What a driver must be told about a reader: the shape, and the driver for a reader with such
 * settings. Fields with defaults make every setting optional that a lab need not know.
 */
export function driverSettings<Settings>(
  schema: z.ZodType<Settings>,
  driverFor: (settings: Settings) => Driver,
): DriverSettings {
  return { schema, configure: (settings) => driverFor(schema.parse(settings)) }
}
