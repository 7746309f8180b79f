import { openTransport } from '../../src/serial/open-transport.ts'
import { systemClock } from '../../src/system-clock.ts'
import { LINE_8N2 } from '../support/line-settings.ts'

/** Another program that opens a port as assayd does, says so, and keeps it. */
await openTransport(process.argv[2] ?? '', systemClock).connect(LINE_8N2)
process.stdout.write('open\n')
