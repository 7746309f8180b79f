/* The child process of `scripts/many-readers.ts`: all simulated readers, each on a TCP port. */
import { loadDrivers } from '../../src/registry.ts'
import { benchReaders } from './bench-readers.ts'
import { type BytePlace, type FromChild, isOrder } from './messages.ts'
import { serveReader } from './simulated.ts'

const [count = '64', faulty = '0'] = process.argv.slice(2)
const found = await loadDrivers(new URL('../../drivers/', import.meta.url))
const readers = benchReaders(found, { count: Number(count), faulty: Number(faulty) })

function tell(message: FromChild): void {
  process.send?.(message)
}

const served = await Promise.all(
  readers.map((reader) => {
    const pair = found.drivers.get(reader.driver)
    if (pair === undefined) throw new RangeError(`There is no driver '${reader.driver}'.`)
    const driver = pair.driver.settings?.configure(reader.settings) ?? pair.driver
    return serveReader({ reader, driver, simulator: pair.simulator })
  }),
)
tell({ kind: 'ready', ports: served.map(({ port }) => port) })

function account(of: readonly BytePlace[]): FromChild {
  const byId = new Map(readers.map(({ id }, at) => [id, served[at]]))
  const plates = Object.fromEntries([...byId].map(([id, one]) => [id, one?.plates() ?? 0]))
  const leftMs = of.map((place) => byId.get(place.reader)?.leftMs(place) ?? Number.NaN)
  return { kind: 'account', plates, leftMs }
}

process.on('message', (message) => {
  if (!isOrder(message)) return
  if (message.kind === 'hush') for (const one of served) one.hush()
  else process.send?.(account(message.of), () => process.exit(0))
})
