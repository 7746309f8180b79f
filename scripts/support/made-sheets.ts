import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** So many plates have one kit lot; each is judged beside those before it. */
const LOT_PLATES = 40

export interface MadeSheet {
  readonly reader: string
  readonly plate: string
  /** Which plate of its reader this is; lots follow from it. */
  readonly number: number
}

/** Writes the demo run sheet for another plate; gives the file. */
export function writeSheet(folder: string, { reader, plate, number }: MadeSheet): string {
  const demo = new URL('../../config/run-sheets/demo-0001.csv', import.meta.url)
  const lot = `LOT-${reader}-${Math.ceil(number / LOT_PLATES)}`
  const text = readFileSync(demo, 'utf8')
    .replaceAll('DEMO-0001,milk', `${plate},milk`)
    .replaceAll('elx808-demo,DEMO-0001,DEMO-LOT-1', `${reader},,${lot}`)
  const file = join(folder, `${plate}.csv`)
  writeFileSync(file, text)
  return file
}
