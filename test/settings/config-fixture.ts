import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { AssaydError } from '../../src/core/errors.ts'
import type { Settings } from '../../src/ports/settings.ts'
import { loadSettings } from '../../src/settings/load-settings.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** A small configuration without mistakes: file name → text. */
export const SOUND: Readonly<Record<string, string>> = {
  'assayd.yaml': `lab: Test lab
folders: { data: ../data, exports: out/exports, run_sheets: run-sheets }
readers:
  - id: left
    driver: biotek-elx
    port: COM3
    trigger: listen
    default_layout: small
`,
  'organisms.yaml': `organisms:
  - { id: salmonella-enterica, name: Salmonella enterica, taxon: 28901, kind: pathogen }
  - { id: escherichia-coli, name: Escherichia coli, kind: benign }
`,
  'assays/two-standards.yaml': `id: two-standards
name: Two standards
analyte: IL-6
unit: pg/mL
wavelength_nm: 450
standards: [100, 0]
curve: { model: 4pl, weights: none, points: wells }
limits:
  sample_cv_max_percent: 20
  standard_cv_max_percent: 25
  od_difference_always_fine: 0.02
  recovery_min_percent: 80
  recovery_max_percent: 120
  edge_recovery_min_percent: 75
  edge_recovery_max_percent: 125
  standard_levels_min: 2
  standards_passing_min_percent: 75
`,
  'layouts/small.yaml': `id: small
name: Two standards and two specimens
plate: 96
assay: two-standards
baseline: unstimulated
standards: { wells: A1-B1, levels: 2 }
specimens: { wells: A2-D2, slots: 2, conditions: [unstimulated, salmonella-enterica] }
`,
  'run-sheets/.keep': '',
}

/** Writes the sound configuration, with these files changed or added; gives its `assayd.yaml`. */
export function writeConfig(changes: Readonly<Record<string, string>> = {}): string {
  return writeFiles({ ...SOUND, ...changes })
}

/** Writes files into a fresh folder and gives the path of the `assayd.yaml` among them. */
export function writeFiles(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder()
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return join(folder, 'assayd.yaml')
}

/** The settings of a configuration with these files. */
export function loaded(changes: Readonly<Record<string, string>> = {}): Settings {
  return loadSettings(writeConfig(changes), ['biotek-elx'])
}

/** The lines of every mistake in a configuration with these files, from its own folder. */
export function mistakesOf(changes: Readonly<Record<string, string>>): readonly string[] {
  const file = writeConfig(changes)
  try {
    loadSettings(file, ['biotek-elx'])
    return []
  } catch (error) {
    if (!(error instanceof AssaydError)) throw error
    return error.message.split('\n').map((line) => line.replace(`${dirname(file)}/`, ''))
  }
}
