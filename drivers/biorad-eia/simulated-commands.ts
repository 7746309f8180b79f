import type { Emission } from '../../src/driver-kit.ts'

import { bytesFromLines } from './bytes.ts'
import { isSameWord, type Spoken } from './commands.ts'
import { tokenFromValue } from './plate-text.ts'
import { lineFromReply, NOT_REMOTE, textFromFilters } from './reply.ts'
import {
  type Instrument,
  linesFromMeasured,
  measure,
  plateIn,
  reply,
  say,
  SOME_ERROR,
  SUCCESS,
} from './simulated-instrument.ts'
import { textFromStored } from './stored-plate.ts'

// What the simulated reader does about each command but `RPLATE`.

type Deed = (instrument: Instrument, values: readonly string[]) => readonly Emission[]

const done = [reply(SUCCESS)]
const failed = [reply(SOME_ERROR)]
const TRANSFER_MS = 100
const ROOM_C = 24.5
const READ_AT = '26/11/23 6:00:00'
const KIT_NAME_BYTES = 15

const remote =
  (isRemote: boolean): Deed =>
  (instrument) => {
    instrument.isRemote = isRemote
    return done
  }

const identify: Deed = ({ traits }) => [
  reply(SUCCESS, traits.model === '550' ? '0550' : 'Model 680'),
]

const usage: Deed = ({ measured }) => {
  const lines = ['On/off:0001', 'Hours:0001', `Plates:${String(measured.length).padStart(4, '0')}`]
  const [first = '', ...rest] = lines
  return [
    say(TRANSFER_MS, bytesFromLines([lineFromReply({ code: SUCCESS, data: first }), ...rest])),
  ]
}

const lastPlate: Deed = ({ traits, measured }) => {
  const [last] = measured
  if (last === undefined) return failed
  const [title = '', ...lines] = linesFromMeasured(traits, last)
  const first = lineFromReply({ code: SUCCESS, data: title })
  return [say(TRANSFER_MS, bytesFromLines([first, ...lines]))]
}

const readWell: Deed = (instrument, [column, row, ...positions]) => {
  const [x, y] = [Number(column), Number(row)]
  const isWell = x >= 1 && x <= 12 && y >= 1 && y <= 8
  const found = isWell ? measure(instrument, positions.map(Number)) : undefined
  if (found === undefined) return failed
  const at = (y - 1) * 12 + x - 1
  const tokens = found.values.map((values) => tokenFromValue(values[at] ?? 0, instrument.traits))
  return [reply(SUCCESS, tokens.join(''))]
}

const filterTable: Deed = (instrument) => {
  plateIn(instrument)
  return [reply(SUCCESS, textFromFilters(instrument.filtersNm))]
}

const incubator: Deed = ({ setpointC }) => {
  const isOn = setpointC > 0
  const [setpoint, actual] = [isOn ? setpointC : 37, isOn ? setpointC : ROOM_C]
  return [reply(SUCCESS, `1 ${isOn ? 1 : 0} ${setpoint.toFixed(1)} ${actual.toFixed(1)}`)]
}

const setTemperature: Deed = (instrument, [celsius]) => {
  const setpointC = Number(celsius)
  if (!(setpointC >= 25 && setpointC <= 45)) return failed
  instrument.setpointC = setpointC
  return done
}

const storedPlate: Deed = ({ measured, traits }, [type, memory]) => {
  const plate = measured[Number(memory) - 1]
  if (type !== '0' || plate === undefined) return failed
  const [measurementNm = 0, referenceNm = null] = plate.wavelengthsNm
  const [measurementFilter = 0, referenceFilter = null] = plate.positions
  const blocks = plate.values.map((values) =>
    values.map((value) => tokenFromValue(value, traits).trim()),
  )
  const data = textFromStored({
    mode: '0',
    memory: memory ?? '',
    kit: 'SIMULATED'.padEnd(KIT_NAME_BYTES) + '\0',
    protocol: '1',
    date: READ_AT,
    measurementNm,
    referenceNm,
    measurementFilter,
    referenceFilter,
    blocks,
  })
  return [say(TRANSFER_MS, bytesFromLines([lineFromReply({ code: SUCCESS, data })]))]
}

const DEEDS: readonly (readonly [word: string, models: string, deed: Deed])[] = [
  ['ID', '680 550', identify],
  ['AQ', '680 550', remote(true)],
  ['RL', '680 550', remote(false)],
  ['RS', '680 550', remote(false)],
  ['MR', '680 550', usage],
  ['RM', '680 550', () => done],
  ['RWELL', '680 550', readWell],
  ['RTPLATE', '680 550', lastPlate],
  ['FSTATUS', '680', filterTable],
  ['ISTATUS', '680', incubator],
  ['INCU', '680', () => done],
  ['WINC', '680', setTemperature],
  ['URPD', '680', storedPlate],
]

/** Whether a 680 refuses the command because nobody has taken remote control. */
export function isRefused({ traits, isRemote }: Instrument, { word }: Spoken): boolean {
  return traits.model === '680' && !isRemote && !isSameWord(word, 'AQ')
}

/** What the reader does about a command that is no `RPLATE`. */
export function carryOut(instrument: Instrument, spoken: Spoken): readonly Emission[] {
  if (isRefused(instrument, spoken)) return [reply(NOT_REMOTE)]
  const known = DEEDS.find(([word]) => isSameWord(word, spoken.word))
  if (known === undefined || !known[1].includes(instrument.traits.model)) return failed
  return known[2](instrument, spoken.arguments)
}
