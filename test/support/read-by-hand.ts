import { bytesFromText } from '../../src/core/bytes.ts'
import type { ResumedScene } from './resumed-scene.ts'

/** Another program has a SpectraMax read one column at another wavelength, and leaves the data. */
export function readByHand({ reader }: ResumedScene): void {
  reader.connected(60_000)
  const lines = [
    '!CLEAR DATA',
    '!XPOS 14.380 9.000 12',
    '!YPOS 11.240 9.000 8',
    '!STRIP 1 1',
    '!WAVELENGTH 650',
    '!MODE ENDPOINT',
    '!ORDER COLUMN',
    '!READTYPE ABSPLA',
    '!READ',
    ...Array.from({ length: 5 }, () => '!STATUS'),
  ]
  for (const line of lines) reader.hear(bytesFromText(`${line}\r`))
}
