import {
  type AnswerLimits,
  type Identity,
  type Line,
  ReaderError,
  type ReadRequest,
} from '../../../src/driver-kit.ts'
import { FILTERS_NM } from './facts.ts'
import { commandBytes } from './frame.ts'

const ANSWER: AnswerLimits = { firstByteMs: 1_000, quietMs: 500 }
/** The plate moves in and is measured before the first byte. */
const PLATE: AnswerLimits = { firstByteMs: 30_000, quietMs: 3_000 }

/** Asks who is there, with a safe command alone. */
export async function greet(line: Line): Promise<Identity | undefined> {
  const { outcome, data } = await line.ask(commandBytes('?'), ANSWER)
  if (outcome !== 'answered') return undefined
  const [model = '', version = ''] = String.fromCharCode(...data).split(' ')
  return { model, version, serialNumber: '', features: {}, wavelengthsNm: FILTERS_NM }
}

/** Has the reader measure one plate; the plate itself comes out of the decoder. */
export async function read(line: Line, request: ReadRequest): Promise<void> {
  const [nm] = request.wavelengthsNm
  const why = whyNot(request)
  if (why !== null || nm === undefined) {
    throw failure('reader-unsuited', `The reader cannot do this: ${why}.`, false)
  }
  const { outcome, fault } = await line.ask(commandBytes(`R${nm}`), PLATE)
  if (outcome === 'answered') return
  const code = fault?.code ?? 'reader-silent'
  const message = fault?.message ?? "The reader did not answer 'read-plate' in time."
  // A reader that reports an error needs a person; anything else may be better the next time.
  throw failure(code, message, code !== 'reader-status')
}

function whyNot({ format, wavelengthsNm, rows, columns, kinetic }: ReadRequest): string | null {
  const odd = wavelengthsNm.find((nm) => !FILTERS_NM.includes(nm))
  if (format !== 96) return 'it reads plates of 96 wells'
  if (wavelengthsNm.length !== 1) return 'it measures one wavelength'
  if (odd !== undefined) return `it has no filter for ${odd} nm`
  if (rows !== null || columns !== null) return 'it reads whole plates'
  return kinetic === null ? null : 'it measures a plate once'
}

function failure(code: ReaderError['code'], message: string, retryable: boolean): ReaderError {
  const hint = 'Check that the reader is on, the cable is in, and what the assay asks for.'
  return new ReaderError(code, message, { hint, bytes: new Uint8Array(), retryable })
}
