import {
  AssaydError,
  wellsOf,
  type Emission,
  type SimulatedPlate,
  type SimulatedReader,
  type Simulator,
  type SimulatorOptions,
  type Well,
} from '../../src/driver-kit.ts'
import { printedPlate, type PrintedLine } from './print.ts'
import { settingsSchema, type Template } from './settings.ts'
import { FAULTS, said, STRIKES, type Dice, type FaultName } from './simulated-faults.ts'
import { VARIANTS } from './variants.ts'

const OVERRANGE_WELLS = 4

/** A reader that prints as its template says, and hears nothing. */
export const simulator: Simulator = {
  driverId: 'print-capture',
  faults: FAULTS,
  notModelled: [
    'Any reader one can buy: the print styles are invented, because no real one is public.',
    'Page breaks, printer control codes and several copies of one print.',
    'The wait of the measurement: the print begins 0.4 s after START.',
    'Flow control: what the host does not take is not held back.',
  ],
  variants: VARIANTS,
  bitsPerByte: 10,
  create: (options) => new PrintingReader(options),
}

class PrintingReader implements SimulatedReader {
  readonly #template: Template
  readonly #pauseMs: number
  readonly #nextPlate: () => SimulatedPlate
  readonly #dice: Dice
  #fault: FaultName | null
  #plate: SimulatedPlate | undefined

  constructor({ nextPlate, fault, seed, settings }: SimulatorOptions) {
    const [usual] = VARIANTS
    const told = settingsSchema.parse(settings)
    const { template } = told.template === null ? settingsSchema.parse(usual.settings) : told
    if (template === null) throw new TypeError('The first variant has a template.')
    this.#template = template
    this.#pauseMs = told.pause_s * 1000
    this.#nextPlate = nextPlate
    this.#dice = diceFrom(seed)
    this.#fault = faultOf(fault)
  }

  hear(): readonly Emission[] {
    return []
  }

  connected(): readonly Emission[] {
    return []
  }

  pressStart(): readonly Emission[] {
    const fault = this.#fault
    this.#fault = null
    const strike = fault === null ? undefined : STRIKES[fault]
    const dark = fault === 'overrange-wells' ? this.#someWells() : new Set<Well>()
    const lines = (): readonly PrintedLine[] => this.#print(dark)
    const taken = (): void => void (this.#plate = undefined)
    const parts = { template: this.#template, pauseMs: this.#pauseMs, dice: this.#dice, lines }
    if (strike !== undefined) return strike({ ...parts, taken })
    const emissions = said(lines(), this.#template)
    taken()
    return emissions
  }

  #print(dark: ReadonlySet<Well>): readonly PrintedLine[] {
    this.#plate ??= this.#nextPlate()
    if (this.#plate.format !== this.#template.wells) {
      throw new AssaydError(
        'option-unsuited',
        `The template is for ${this.#template.wells} wells, the plate has ${this.#plate.format}.`,
        { hint: 'Give the simulator a plate of the size of its template.' },
      )
    }
    return printedPlate(this.#template, this.#plate, dark)
  }

  #someWells(): ReadonlySet<Well> {
    const wells = wellsOf(this.#template.wells === 384 ? 384 : 96)
    const pick = (): Well => wells[this.#dice(wells.length)] ?? 'A1'
    return new Set(Array.from({ length: OVERRANGE_WELLS }, pick))
  }
}

function faultOf(name: string | null): FaultName | null {
  if (name === null) return null
  const known = Object.keys(FAULTS).find((one): one is FaultName => one === name)
  if (known !== undefined) return known
  throw new AssaydError('fault-unknown', `A reader that prints has no fault '${name}'.`, {
    hint: `It has ${Object.keys(FAULTS).join(', ')}.`,
  })
}

/** Chance that is the same for the same seed: Park and Miller's generator. */
function diceFrom(seed: number): Dice {
  let state = (seed % 2_147_483_646) + 1
  return (limit) => {
    state = (state * 48_271) % 2_147_483_647
    return state % limit
  }
}
