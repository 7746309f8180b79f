import type { Emission, SimulatedPlate, Simulator } from '../../src/ports/simulator.ts'

/**
 * The smallest simulated reader, to test the wire alone: it says what it hears. A few bytes mean
 * something: `P` says the barcode of the next plate, `#` how many bytes it has heard in its life,
 * `~` says ten bytes and hangs up, `!` forgets what it was saying and says DLE, `w` waits a second
 * before it echoes. On connecting it says `>`.
 */
export const echoSimulator: Simulator = {
  driverId: 'echo',
  faults: { loud: 'says everything in capitals', mute: 'says nothing at all' },
  notModelled: [],
  variants: [{ name: 'echo', settings: undefined }],
  bitsPerByte: 10,
  create: ({ nextPlate, fault }) => {
    let heard = 0
    return {
      connected: () => [said('>')],
      hear: (bytes) => {
        heard += bytes.length
        if (fault === 'mute') return []
        const answers = Array.from(bytes, (byte) => answer(byte, heard, nextPlate))
        return fault === 'loud' ? answers.map(inCapitals) : answers
      },
    }
  },
}

function answer(byte: number, heard: number, nextPlate: () => SimulatedPlate): Emission {
  const character = String.fromCodePoint(byte)
  switch (character) {
    case 'P':
      return said(nextPlate().barcode ?? '-')
    case '#':
      return said(String(heard))
    case '~':
      return { ...said('0123456789'), hangUp: true }
    case '!':
      return { ...said('\u0010'), forgetsPending: true }
    case 'w':
      return { ...said('w'), afterMs: 1000 }
    default:
      return { afterMs: 0, bytes: Uint8Array.of(byte) }
  }
}

function inCapitals(emission: Emission): Emission {
  return { ...emission, ...said(Buffer.from(emission.bytes).toString('latin1').toUpperCase()) }
}

export function said(text: string): Emission {
  return { afterMs: 0, bytes: new Uint8Array(Buffer.from(text, 'latin1')) }
}

export function plateWithBarcode(barcode: string): SimulatedPlate {
  return { format: 96, barcode, od: new Map() }
}
