import { USUAL_LOG } from '../../src/core/log-settings.ts'
import { winstonLog } from '../../src/log/winston-log.ts'

/**
 * A program for the tests: `chatterbox.ts FOLDER LINES BYTES` says so many lines of so many bytes
 * in bursts of 500 without waiting in between, closes the log and ends itself at once.
 */
const [, , folder = '', lines = '1', bytes = '1'] = process.argv
const log = winstonLog({ ...USUAL_LOG, folder, stdout: 'none' })
const child = log.child({ reader: 'bench-1' })
const padding = 'x'.repeat(Number(bytes))
for (let first = 0; first < Number(lines); first += 500) {
  const last = Math.min(first + 500, Number(lines))
  for (let number = first; number < last; number += 1) child.info('said', { number, padding })
  await new Promise((resolve) => void setImmediate(resolve))
}
await log.close()
// Ends now: whatever the log has not written by itself is lost.
process.exit(0)
