/**
 * Makes the shipped demo plate from stated concentrations and known noise, always the same for the
 * same seed: config/demo/plate.csv for the simulated reader, config/demo/truth.csv for whoever
 * wants to compare.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import type { Assay } from '../src/core/assay.ts'
import type { Layout, LayoutWell } from '../src/core/layout/layout.ts'
import { settingsFrom } from '../src/settings/settings-source.ts'
import { randomFrom, type Random } from './demo/random.ts'
import { BAD_REPLICATE, NOISE, SEED, SPECIMENS, TRUE_CURVE } from './demo/truth.ts'

const KIT_CONTROL_PG_PER_ML = 150

/** What is really in a well, in pg/mL; an empty well and a blank hold nothing. */
function trueConcentration(place: LayoutWell, assay: Assay): number {
  if (place.role === 'standard') return assay.standards[(place.level ?? 0) - 1] ?? 0
  if (place.role === 'control') return KIT_CONTROL_PG_PER_ML
  const specimen = SPECIMENS.find(({ slot }) => slot === place.slot)
  if (specimen === undefined) return 0
  if (place.condition === 'unstimulated') return specimen.unstimulated
  return place.condition === 'salmonella-enterica' ? specimen.salmonella : specimen.coli
}

function shareOf(place: LayoutWell): number {
  const isBad =
    place.slot === BAD_REPLICATE.slot &&
    place.condition === BAD_REPLICATE.condition &&
    place.replicate === BAD_REPLICATE.replicate
  return isBad ? BAD_REPLICATE.share : 1
}

function odAbove(concentration: number): number {
  const { A, B, C, D } = TRUE_CURVE
  return D + (A - D) / (1 + (concentration / C) ** B)
}

/** OD at the reading and at the reference wavelength, with the noise of this well. */
function odsOf(place: LayoutWell, assay: Assay, random: Random): readonly [number, number] {
  const pipetted = 1 + (NOISE.pipettingCvPercent / 100) * random.normal()
  const plastic = NOISE.plasticOd + NOISE.plasticSdOd * random.normal()
  const amount = (trueConcentration(place, assay) / place.dilution) * shareOf(place) * pipetted
  const signal = place.role === 'empty' ? 0 : odAbove(amount)
  return [signal + plastic + NOISE.readerSdOd * random.normal(), plastic]
}

/** The two files' texts; a test compares them with what is shipped. */
export function demoFiles(layout: Layout, assay: Assay): { plate: string; truth: string } {
  const random = randomFrom(SEED)
  const rows = layout.wells.map((place) => {
    const [measured, reference] = odsOf(place, assay, random)
    return `${place.well},${measured.toFixed(3)},${reference.toFixed(3)}`
  })
  const header = `well,${assay.wavelengthNm},${assay.referenceNm ?? ''}`
  const truths = SPECIMENS.flatMap(({ slot, about, unstimulated, salmonella, coli }) => [
    `${slot},unstimulated,${unstimulated},${about}`,
    `${slot},salmonella-enterica,${salmonella},${about}`,
    `${slot},escherichia-coli,${coli},${about}`,
  ])
  return {
    plate: [header, ...rows, ''].join('\n'),
    truth: ['slot,condition,concentration,about', ...truths, ''].join('\n'),
  }
}

if (import.meta.main) {
  const folder = new URL('../config/', import.meta.url)
  const settings = settingsFrom(fileURLToPath(new URL('assayd.yaml', folder)), [
    'biotek-elx',
  ]).load()
  const layout = settings.layouts.get('milk-13x3-duplicate')?.value
  const assay = settings.assays.get(layout?.assay ?? '')?.value
  if (layout === undefined || assay === undefined) throw new Error('The demo layout is missing.')
  const { plate, truth } = demoFiles(layout, assay)
  writeFileSync(new URL('demo/plate.csv', folder), plate)
  writeFileSync(new URL('demo/truth.csv', folder), truth)
}
