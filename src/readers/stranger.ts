import { AssaydError } from '../core/errors.ts'
import type { Found } from './line-choices.ts'
import type { ReaderSettings } from '../ports/settings.ts'

/** Who is there, and whether the instrument said so itself. */
type Answered = Pick<Found, 'identity' | 'hasAnswered'>

/** The configuration says what the instrument must say of itself. */
export function mustSayWho({ identity }: ReaderSettings): boolean {
  return identity?.model !== undefined || identity?.serialNumber !== undefined
}

/**
 * Why the instrument that answered is not the configured one; undefined when nothing contradicts.
 * What it does not tell cannot be compared, and so does not pass either.
 */
export function strangerAt(reader: ReaderSettings, found: Answered): AssaydError | undefined {
  const { model, serialNumber } = reader.identity ?? {}
  const { hasAnswered } = found
  // What comes from the reader's own settings proves nothing about the instrument.
  const told = hasAnswered ? found.identity : { model: '', serialNumber: '' }
  const compared = [
    { what: 'model', expected: model, told: told.model },
    { what: 'serial number', expected: serialNumber, told: told.serialNumber },
  ]
  const other = compared.find(
    ({ expected, told: said }) => expected !== undefined && expected.trim() !== said.trim(),
  )
  if (other === undefined) return undefined
  const said = other.told === '' ? `tells no ${other.what}` : `says ${other.what} '${other.told}'`
  return new AssaydError(
    'reader-stranger',
    `The instrument on ${reader.port} ${said}; ` +
      `reader '${reader.id}' has ${other.what} '${other.expected}'. It is not read.`,
    {
      hint: !hasAnswered
        ? 'It is only listened to and cannot be asked: leave model and serialNumber out of its ' +
          'identity, and bind it to the usb of its adapter.'
        : `Plug the right reader in. If this is '${reader.id}' now, write what it says of itself ` +
          'under identity in the configuration; `assayd probe` shows it.',
    },
  )
}
