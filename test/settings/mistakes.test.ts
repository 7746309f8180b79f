import { describe, expect, it } from 'vitest'

import { AssaydError } from '../../src/core/errors.ts'
import { loadSettings } from '../../src/settings/load-settings.ts'
import { mistakesOf, SOUND, writeConfig } from './config-fixture.ts'

/** A sound file with one piece of text replaced, and the mistakes this makes. */
interface Slip {
  readonly name: string
  readonly file: string
  readonly from: string | RegExp
  readonly to: string
  readonly told: readonly string[]
}

const MAIN = 'assayd.yaml'
const ASSAY = 'assays/two-standards.yaml'
const ORGANISMS = 'organisms.yaml'

const SLIPS: readonly Slip[] = [
  {
    name: 'an unknown key, with the one that was meant',
    file: MAIN,
    from: 'trigger:',
    to: 'triger:',
    told: [
      'assayd.yaml:4: readers.0.trigger: is missing, expected a trigger: on-connect, on-run-sheet, repeatedly, listen',
      "assayd.yaml:7: readers.0: unknown key 'triger', did you mean 'trigger'?",
    ],
  },
  {
    name: 'an unknown key that resembles none',
    file: MAIN,
    from: 'lab:',
    to: 'colour: red\nlab:',
    told: ["assayd.yaml:1: unknown key 'colour', expected one of lab, folders, csv, readers"],
  },
  {
    name: 'a list where a mapping belongs',
    file: MAIN,
    from: /folders: .*/,
    to: 'folders: [data]',
    told: ['assayd.yaml:2: folders: is a list, expected the folders'],
  },
  {
    name: 'text that YAML takes for a number',
    file: MAIN,
    from: 'lab: Test lab',
    to: 'lab: 0012',
    told: [
      "assayd.yaml:1: lab: '0012' is read as a number, expected the name of the lab, in quotes",
    ],
  },
  {
    name: 'no reader at all',
    file: MAIN,
    from: /readers:[^]*/,
    to: 'readers: []\n',
    told: ['assayd.yaml:3: readers: is an empty list, expected the readers of the bench'],
  },
  {
    name: 'an unknown driver',
    file: MAIN,
    from: 'biotek-elx',
    to: 'biotek-elf',
    told: [
      "assayd.yaml:5: readers.0.driver: 'biotek-elf' is not known, did you mean 'biotek-elx'?",
    ],
  },
  {
    name: 'an unknown default layout',
    file: MAIN,
    from: 'default_layout: small',
    to: 'default_layout: smal',
    told: ["assayd.yaml:8: readers.0.default_layout: 'smal' is not known, did you mean 'small'?"],
  },
  {
    name: 'a port that is none',
    file: MAIN,
    from: 'COM3',
    to: 'tcp://bench',
    told: [
      "assayd.yaml:6: readers.0.port: 'tcp://bench' does not fit, expected COM3, a device path such as /dev/serial/by-id/…, tcp://host:port or replay:FILE",
    ],
  },
  {
    name: 'a port number that does not exist',
    file: MAIN,
    from: 'COM3',
    to: 'tcp://bench:70000',
    told: [
      "assayd.yaml:6: readers.0.port: 'tcp://bench:70000' has no such port, expected 1 to 65535",
    ],
  },
  {
    name: 'port 0 for a reader that is real',
    file: MAIN,
    from: 'COM3',
    to: 'tcp://bench:0',
    told: [
      "assayd.yaml:6: readers.0.port: 'tcp://bench:0' leaves the port open, expected 1 to 65535 for a reader that is not simulated",
    ],
  },
  {
    name: 'a simulated reader on a serial port, whose plate is missing',
    file: MAIN,
    from: 'trigger: listen',
    to: 'trigger: listen\n    simulator: { plate: plate.csv }',
    told: [
      "assayd.yaml:6: readers.0.port: 'COM3' cannot be simulated, expected tcp://127.0.0.1:0",
      "assayd.yaml:8: readers.0.simulator.plate: 'plate.csv' does not exist, expected a plate as CSV, from this file",
    ],
  },
  {
    name: 'two readers with one id and one port',
    file: MAIN,
    from: /$/,
    to: '  - { id: left, driver: biotek-elx, port: COM3, trigger: listen }\n',
    told: [
      "assayd.yaml:9: readers.1.id: 'left' is the id of a reader above, expected another one",
      "assayd.yaml:9: readers.1.port: 'COM3' is the port of a reader above, expected another one",
    ],
  },
  {
    name: 'a decimal sign that also separates fields',
    file: MAIN,
    from: 'readers:',
    to: "csv: { separator: ',', decimal: ',' }\nreaders:",
    told: [
      "assayd.yaml:3: csv.decimal: ',' separates the fields too, expected '.' or the separator ';'",
    ],
  },
  {
    name: 'a folder of run sheets that does not exist',
    file: MAIN,
    from: 'run_sheets: run-sheets',
    to: 'run_sheets: sheets',
    told: [
      "assayd.yaml:2: folders.run_sheets: 'sheets' is no folder, expected one that exists, from this file",
    ],
  },
  {
    name: 'an organism called like a baseline, and one listed twice',
    file: ORGANISMS,
    from: /$/,
    to: '  - { id: baseline, name: x, kind: control }\n  - { id: escherichia-coli, name: x, kind: benign }\n',
    told: [
      "organisms.yaml:4: organisms.2.id: 'baseline' is a baseline, expected another id",
      "organisms.yaml:5: organisms.3.id: 'escherichia-coli' is the id of an organism above, expected another id",
    ],
  },
  {
    name: 'a kind of organism and a taxon that do not exist',
    file: ORGANISMS,
    from: 'taxon: 28901, kind: pathogen',
    to: 'taxon: 0.5, kind: pathogn',
    told: [
      "organisms.yaml:2: organisms.0.taxon: '0.5' does not fit, expected the NCBI taxonomy id, or null when there is none",
      "organisms.yaml:2: organisms.0.kind: 'pathogn' does not fit, expected a kind of organism: pathogen, benign, control",
    ],
  },
  {
    name: 'a reference wavelength that is the measuring one',
    file: ASSAY,
    from: 'standards:',
    to: 'reference_nm: 450\nstandards:',
    told: [
      "assays/two-standards.yaml:6: reference_nm: '450' is the measuring wavelength too, expected another one or null",
    ],
  },
  {
    name: 'a standard below zero',
    file: ASSAY,
    from: '[100, 0]',
    to: '[100, -1]',
    told: [
      "assays/two-standards.yaml:6: standards.1: '-1' does not fit, expected a concentration in the unit of the assay, 0 or more",
    ],
  },
  {
    name: 'a standard listed twice',
    file: ASSAY,
    from: '[100, 0]',
    to: '[100, 100]',
    told: [
      "assays/two-standards.yaml:6: standards.1: '100' is listed twice, expected each level once",
    ],
  },
  {
    name: 'limits that contradict one another or the standards',
    file: ASSAY,
    from: /edge_recovery_min_percent: 75[^]*/,
    to: 'edge_recovery_min_percent: 85\n  edge_recovery_max_percent: 110\n  standard_levels_min: 3\n  standards_passing_min_percent: 75\n  kit_lloq: 100\n',
    told: [
      "assays/two-standards.yaml:14: limits.edge_recovery_min_percent: '85' is narrower than the limit inside the curve, expected the same or wider",
      "assays/two-standards.yaml:15: limits.edge_recovery_max_percent: '110' is narrower than the limit inside the curve, expected the same or wider",
      "assays/two-standards.yaml:16: limits.standard_levels_min: '3' is more than the 2 standards, expected at most that",
      "assays/two-standards.yaml:18: limits.kit_lloq: '100' is not below the highest standard, expected less than 100",
    ],
  },
  {
    name: 'a curve model that does not exist',
    file: ASSAY,
    from: 'model: 4pl',
    to: 'model: 5pl',
    told: [
      "assays/two-standards.yaml:7: curve.model: '5pl' does not fit, expected a curve model: 4pl",
    ],
  },
]

function slipped({ file, from, to }: Slip): Record<string, string> {
  const text = SOUND[file] ?? ''
  const changed = text.replace(from, to)
  if (changed === text) throw new TypeError(`Expected '${String(from)}' in ${file}.`)
  return { [file]: changed }
}

describe('a mistake in the configuration', () => {
  it.each(SLIPS)('$name', (slip) => {
    expect(mistakesOf(slipped(slip))).toEqual(slip.told)
  })

  it('stands beside those of every other file', () => {
    const told = mistakesOf({
      ...slipped({ name: '', file: MAIN, from: 'lab:', to: 'lob:', told: [] }),
      'organisms.yaml': 'organisms: [\n',
      'assays/broken.yaml': 'id: broken\n\tname: x\n',
      'layouts/other.yaml': 'id: elsewhere\n',
    })
    const files = new Set(told.map((line) => line.split(':')[0]))
    expect([...files]).toEqual([
      'assayd.yaml',
      'organisms.yaml',
      'assays/broken.yaml',
      'layouts/other.yaml',
    ])
  })

  it('of two files with one id is told in the second, which also has another name', () => {
    const told = mistakesOf({ 'layouts/tiny.yaml': SOUND['layouts/small.yaml'] ?? '' })
    expect(told[0]).toBe(
      "layouts/tiny.yaml:1: id: 'small' is not the name of the file, expected 'tiny'",
    )
    expect(told[1]).toMatch(
      /^layouts\/tiny.yaml:1: id: 'small' is also the id in .*small.yaml, exp/,
    )
    expect(told).toHaveLength(2)
  })

  it('in the plate of a simulated reader is told in the plate file', () => {
    const main = `${SOUND[MAIN]?.replace('COM3', 'tcp://127.0.0.1:0')}    simulator: { plate: p.csv }\n`
    expect(mistakesOf({ [MAIN]: main, 'p.csv': 'well,450\nA1,x\nB1,1,2\n' })).toEqual([
      "p.csv:3: 'B1,1,2' has 3 cells, expected 2 as in the header",
    ])
    expect(mistakesOf({ [MAIN]: main, 'p.csv': 'well,450\nA1,x\n' })).toEqual([
      "p.csv:2: 450: 'x' is no OD, expected a number, overflow, ***** or nothing",
    ])
  })
})

describe('the error of a configuration', () => {
  function errorOf(changes: Readonly<Record<string, string>>, file = writeConfig(changes)) {
    try {
      loadSettings(file)
    } catch (error) {
      if (error instanceof AssaydError) return error
    }
    throw new TypeError('Expected an AssaydError.')
  }

  it('has a code for the kind of mistake, and a hint', () => {
    expect(errorOf({ [MAIN]: 'lab: [' }).code).toBe('config-syntax')
    expect(errorOf({ [MAIN]: 'lab: x' }).code).toBe('config-invalid')
    expect(errorOf({}, '/nowhere/assayd.yaml').code).toBe('config-missing')
    expect(errorOf({ [MAIN]: 'lab: x' }).hint).not.toBe('')
  })

  it('tells an empty file as one mistake', () => {
    expect(mistakesOf({ [MAIN]: '' })).toEqual([
      'assayd.yaml:1: is empty, expected the configuration',
    ])
  })

  it('tells a missing organisms file and folder by name', () => {
    const told = mistakesOf({ 'organisms.yaml': '' })
    expect(told).toEqual(['organisms.yaml:1: is empty, expected the organisms of the lab'])
  })
})
