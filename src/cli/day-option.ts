import { AssaydError } from '../core/errors.ts'

/** The day of an option, or null. Throws AssaydError `option-unsuited` for anything else. */
export function dayOf(name: string, day: string | undefined): string | null {
  if (day === undefined) return null
  if (/^\d{4}-\d\d-\d\d$/.test(day)) return day
  throw new AssaydError('option-unsuited', `Unable to read the day '${day}' of --${name}.`, {
    hint: 'Write it as 2026-11-23.',
  })
}
