import { closest } from './closest.ts'
import { AssaydError } from './errors.ts'

/** No plate is called so: AssaydError `plate-unknown`, with the name that was probably meant. */
export function plateUnknown(plate: string, names: readonly string[]): AssaydError {
  const near = closest(plate, names)
  return new AssaydError('plate-unknown', `Unable to find a plate '${plate}'.`, {
    hint: near === undefined ? "See 'assayd plates' for those there are." : `Is it '${near}'?`,
  })
}
