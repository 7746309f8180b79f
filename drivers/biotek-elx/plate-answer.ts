import {
  isOd,
  type SimulatedPlate,
  type Well,
  type WellValue,
  concatBytes,
} from '../../src/driver-kit.ts'

import { ACK, SUB } from './bytes.ts'
import { block312, elxBlock, fieldFromValue, OVERFLOW_FIELD } from './plate-data.ts'
import type { Channel, ReadPlan } from './read-plan.ts'
import { OK_CODE, statusBytes, type StatusFormat } from './status.ts'

// The whole answer to a read, from a plate: what a reader sends, in the pieces a simulator times
// and spoils.

export interface PlateAnswer {
  /** Acknowledgement and first status. */
  readonly opening: Uint8Array
  /** One piece a block: interval by interval, wavelength by wavelength. */
  readonly blocks: readonly Uint8Array[]
  /** The last ^Z of ELx data, and in ELx status format the final status; may be empty. */
  readonly closing: Uint8Array
}

export interface PlateAnswerParts {
  readonly plate: SimulatedPlate
  readonly plan: ReadPlan
  readonly statusFormat: StatusFormat
  /** Null leaves it out of the blocks. */
  readonly temperatureC: number | null
  /** Goes into the trailer of 312 data. */
  readonly assayName: string
  /** Wells that read as overrange whatever is in them. */
  readonly overrange?: ReadonlySet<Well>
}

/** What a reader sends for a plate; the same plate in every interval of a kinetic read. */
export function plateAnswer(parts: PlateAnswerParts): PlateAnswer {
  const { plan, statusFormat } = parts
  const isElx = statusFormat === 'elx'
  const ok = statusBytes(isElx ? OK_CODE : '000')
  const perInterval = plan.channels.map((channel) => blockOf(parts, channel))
  return {
    opening: concatBytes(Uint8Array.of(ACK), ok),
    blocks: Array.from({ length: plan.intervals ?? 1 }, () => perInterval).flat(),
    closing: concatBytes(
      plan.dataFormat === 'elx' ? Uint8Array.of(SUB) : new Uint8Array(),
      isElx ? ok : new Uint8Array(),
    ),
  }
}

/** An answer in one piece. */
export function bytesOfAnswer({ opening, blocks, closing }: PlateAnswer): Uint8Array {
  return concatBytes(opening, ...blocks, closing)
}

function blockOf(parts: PlateAnswerParts, channel: Channel): Uint8Array {
  const { plan, temperatureC, assayName } = parts
  const fields = plan.wells.map((well) =>
    well !== null && parts.overrange?.has(well) === true
      ? OVERFLOW_FIELD
      : fieldFromValue(well === null ? 'unread' : valueOf(parts.plate, channel, well)),
  )
  const lines = Array.from({ length: fields.length / plan.wellsPerLine }, (_, line) =>
    fields.slice(line * plan.wellsPerLine, (line + 1) * plan.wellsPerLine),
  )
  const block = { lines, temperatureC }
  return plan.dataFormat === 'elx' ? elxBlock(block) : block312(block, assayName)
}

/** The OD of a well, less that of the reference where the reader subtracts it. */
function valueOf(plate: SimulatedPlate, channel: Channel, well: Well): WellValue {
  const at = (wavelengthNm: number): WellValue => plate.od.get(wavelengthNm)?.get(well) ?? 'unread'
  const signal = at(channel.wavelengthNm)
  if (channel.subtractedByInstrument !== true || channel.referenceNm === null) return signal
  const reference = at(channel.referenceNm)
  if (signal === 'overflow' || reference === 'overflow') return 'overflow'
  return isOd(signal) ? signal - (isOd(reference) ? reference : 0) : signal
}
