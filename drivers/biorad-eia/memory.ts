import type { Proof } from './checksum.ts'
import type { Spoken } from './commands.ts'
import { filtersFromText, NOT_REMOTE, temperatureFromText } from './reply.ts'
import { isSuccess, type Settings } from './settings.ts'

/** What was learnt on this line, as far as it cannot be seen in the bytes of a plate. */
export interface ReaderMemory {
  /** Remote control was taken and not given back: nothing is pushed meanwhile. */
  readonly isRemote: boolean
  /** Wavelengths by position in nm, 0 for an empty place; undefined when nobody told them. */
  readonly filtersNm: readonly number[] | undefined
  /** Asked for since the last read. */
  readonly temperatureC: number | null
  readonly proof: Proof | undefined
}

/** A fresh connection: only what the settings say. */
export function memoryFrom({ filters }: Settings): ReaderMemory {
  return { isRemote: false, filtersNm: filters, temperatureC: null, proof: undefined }
}

export interface Answered {
  readonly spoken: Spoken
  readonly code: string
  readonly data: string
}

/** The memory after a command was answered with text. */
export function afterReply(
  memory: ReaderMemory,
  { spoken, code, data }: Answered,
  settings: Settings,
): ReaderMemory {
  if (code === NOT_REMOTE) return { ...memory, isRemote: false }
  if (!isSuccess(code, settings)) return memory
  switch (spoken.word) {
    case 'AQ':
      return { ...memory, isRemote: true }
    case 'RL':
      return { ...memory, isRemote: false }
    case 'FSTATUS':
      return { ...memory, filtersNm: filtersFromText(data) ?? memory.filtersNm }
    case 'ISTATUS':
      return { ...memory, temperatureC: temperatureFromText(data) }
    default:
      return memory
  }
}
