import { isoFromInstant } from '../ports/clock.ts'
import type { Tools } from './command.ts'
import { fine, type Checked } from './doctor-checked.ts'

const NODE_MAJOR = 24
/** Before this no assayd was written: the clock of the computer is not set. */
const EPOCH_MS_MIN = Date.UTC(2026, 0, 1)

/** The program's runtime, and the clock. */
export function* checksOfMachine({ clock, brokenDrivers }: Tools): Generator<Checked> {
  const major = Number(process.versions.node.split('.')[0])
  const node = `Node ${process.versions.node} on ${process.platform} ${process.arch}`
  if (major === NODE_MAJOR) yield fine('runtime', node)
  else yield { what: 'runtime', state: 'fail', says: node, hint: `It must be ${NODE_MAJOR}.` }
  for (const [id, error] of brokenDrivers) {
    yield { what: `driver ${id}`, state: 'warn', says: error.message, hint: error.hint }
  }
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const now = clock.now()
  const says = `${isoFromInstant(now)}, time zone ${zone}`
  const hint = 'Set the clock of the computer, and let it follow a time server.'
  if (now.epochMs >= EPOCH_MS_MIN) yield fine('clock', says)
  else yield { what: 'clock', state: 'fail', says, hint }
}
