import type { z } from 'zod'

import {
  LOG_AREAS,
  LOG_LEVELS,
  STDOUT_KINDS,
  USUAL_LOG,
  type LogSettings,
} from '../core/log-settings.ts'
import { closed, oneOf, wholeNumber } from '../fields.ts'

const MEBIBYTE = 1024 * 1024

const level = oneOf(LOG_LEVELS, 'the least serious level that is logged')

const levels = closed(
  'levels of single areas',
  Object.fromEntries(LOG_AREAS.map((area) => [area, level.optional()])),
)

/** `log:` in `config/assayd.yaml`. */
export const logSchema = closed('what is logged, and how long it is kept', {
  level: level.default(USUAL_LOG.level),
  levels: levels.default({}),
  stdout: oneOf(STDOUT_KINDS, 'what standard output is for').default(USUAL_LOG.stdout),
  keep_days: wholeNumber('how many days on which something was logged are kept, 1 to 3650', {
    min: 1,
    max: 3650,
  }).default(USUAL_LOG.keepDays),
  file_mb: wholeNumber('the size in MiB at which a file goes on in a next one, 1 to 1024', {
    min: 1,
    max: 1024,
  }).default(USUAL_LOG.fileBytesMax / MEBIBYTE),
  total_mb: wholeNumber('the size in MiB of all files together, 1 to 1048576', {
    min: 1,
    max: 1_048_576,
  }).default(USUAL_LOG.totalBytesMax / MEBIBYTE),
})

/** The settings a file stands for; one without the section has the usual ones. */
export function logFrom(file: z.output<typeof logSchema> | undefined): LogSettings {
  if (file === undefined) return USUAL_LOG
  return {
    level: file.level,
    levels: file.levels,
    stdout: file.stdout,
    keepDays: file.keep_days,
    fileBytesMax: file.file_mb * MEBIBYTE,
    totalBytesMax: file.total_mb * MEBIBYTE,
  }
}
