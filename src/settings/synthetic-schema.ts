import { z } from 'zod'

import { closed, id, number } from '../fields.ts'
import type { SyntheticPlan } from '../ports/synthetic.ts'
import { readerSettingsFrom } from './reader-settings.ts'

/** `synthetic:` in `config/assayd.yaml`. */
export const syntheticSchema = closed('when a synthetic plate checks the whole way, or null', {
  every_h: number('hours from one synthetic plate to the next, 0.1 to 720', {
    min: 0.1,
    max: 720,
  }).default(24),
  layout: id('the id of the layout of the synthetic plate'),
  driver: id('the id of the driver whose simulated reader reads it'),
  settings: z
    .unknown()
    .optional()
    .meta({ description: "what the driver must be told; see the driver's page" }),
  tolerance_percent: number('how far a result may be from the truth, 0.1 to 50 percent', {
    min: 0.1,
    max: 50,
  }).default(5),
  within_min: number('minutes after which a run that hangs is killed, 0.1 to 60', {
    min: 0.1,
    max: 60,
  }).default(5),
})
  .nullable()
  .default(null)

/** The plan that the section stands for; null is off. */
export function syntheticFrom(
  section: z.output<typeof syntheticSchema>,
  configFile: string,
): SyntheticPlan | null {
  if (section === null) return null
  const { layout, driver, settings } = section
  return {
    everyH: section.every_h,
    layout,
    driver,
    settings: readerSettingsFrom(configFile, settings),
    tolerancePercent: section.tolerance_percent,
    withinMin: section.within_min,
  }
}
