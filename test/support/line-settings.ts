import type { LineSettings } from '../../src/ports/driver.ts'

/** As an ELx808 leaves the factory, but faster. */
export const LINE_8N2: LineSettings = {
  baud: 9600,
  dataBits: 8,
  parity: 'none',
  stopBits: 2,
  flowControl: 'none',
  dtr: true,
  rts: true,
}
