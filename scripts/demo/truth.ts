/** One specimen of the demo plate: what is really in each supernatant, in pg/mL of IL-6. */
export interface TrueSpecimen {
  readonly slot: number
  readonly about: string
  readonly unstimulated: number
  readonly salmonella: number
  readonly coli: number
}

/** The standard curve the demo plate really has: OD over the reference, concentration in pg/mL. */
export const TRUE_CURVE = { A: 0.052, B: 1.12, C: 980, D: 3.6 } as const

/**
 * What disturbs it: each well's amount (pipetting), each OD (reader), and the plastic at the
 * reference wavelength.
 */
export const NOISE = {
  pipettingCvPercent: 4,
  readerSdOd: 0.002,
  plasticOd: 0.041,
  plasticSdOd: 0.0015,
} as const

export const SEED = 20_261_123

/** One well of this specimen and condition got far too little: the bad replicate. */
export const BAD_REPLICATE = {
  slot: 5,
  condition: 'salmonella-enterica',
  replicate: 2,
  share: 0.45,
}

export const SPECIMENS: readonly TrueSpecimen[] = [
  { slot: 1, about: 'responds to Salmonella only', unstimulated: 24, salmonella: 340, coli: 26 },
  { slot: 2, about: 'responds to both', unstimulated: 38, salmonella: 420, coli: 265 },
  { slot: 3, about: 'non-responder', unstimulated: 62, salmonella: 63, coli: 60 },
  { slot: 4, about: 'above range with Salmonella', unstimulated: 85, salmonella: 2400, coli: 190 },
  { slot: 5, about: 'bad replicate', unstimulated: 33, salmonella: 180, coli: 52 },
  { slot: 6, about: 'baseline below the range', unstimulated: 3.5, salmonella: 120, coli: 21 },
  { slot: 7, about: 'falls with E. coli', unstimulated: 95, salmonella: 140, coli: 58 },
  { slot: 8, about: 'ordinary', unstimulated: 18, salmonella: 95, coli: 31 },
  { slot: 9, about: 'ordinary', unstimulated: 47, salmonella: 210, coli: 74 },
  { slot: 10, about: 'ordinary', unstimulated: 29, salmonella: 155, coli: 40 },
  { slot: 11, about: 'ordinary', unstimulated: 71, salmonella: 305, coli: 110 },
  { slot: 12, about: 'ordinary', unstimulated: 15, salmonella: 48, coli: 19 },
  { slot: 13, about: 'ordinary', unstimulated: 55, salmonella: 260, coli: 83 },
]
