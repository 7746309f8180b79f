import type { Abilities } from '../ports/driver.ts'
import type { FoundPort, ProbeAnswer } from '../ports/ports.ts'

/** What a proposal rests on. */
export interface Proposed {
  readonly answer: ProbeAnswer
  readonly port: string
  /** The port as the machine lists it; null when it does not, as over TCP. */
  readonly found: FoundPort | null
  readonly starts: Abilities['starts']
}

/**
 * The reader as it stands in the configuration, in YAML. Texts are quoted as JSON, which is YAML.
 */
export function proposedReader({ answer, port, found, starts }: Proposed): readonly string[] {
  const { driver, identity, line } = answer
  return [
    `  - id: ${driver}-1`,
    `    driver: ${driver}`,
    `    port: ${JSON.stringify(found?.byId ?? port)}`,
    `    trigger: ${starts === 'at-reader' ? 'listen' : 'on-run-sheet'}`,
    ...(line === null
      ? []
      : [
          '    line:',
          `      baud: ${line.baud}`,
          `      data_bits: ${line.dataBits}`,
          `      parity: ${line.parity}`,
          `      stop_bits: ${line.stopBits}`,
          `      flow_control: ${line.flowControl}`,
        ]),
    '    identity:',
    `      model: ${JSON.stringify(identity.model)}`,
    ...(identity.serialNumber === ''
      ? []
      : [`      serial_number: ${JSON.stringify(identity.serialNumber)}`]),
    ...usbLines(found),
  ]
}

function usbLines(found: FoundPort | null): readonly string[] {
  if (found === null || found.usb === null) return []
  const { vendor, product, serial } = found.usb
  const known = [`vendor: "${vendor}"`, `product: "${product}"`]
  if (serial !== null) known.push(`serial: ${JSON.stringify(serial)}`)
  return [`      usb: { ${known.join(', ')} }`]
}
