import { bytesFromText } from '../../src/core/bytes.ts'
import type { ResumedScene } from './resumed-scene.ts'

/** What another program says that has a SpectraMax read one column, at another wavelength. */
export const BY_HAND: readonly string[] = [
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

/** Another program has a SpectraMax read, and leaves the data there. */
export function readByHand({ reader }: ResumedScene): void {
  reader.connected(60_000)
  for (const line of BY_HAND) reader.hear(bytesFromText(`${line}\r`))
}
