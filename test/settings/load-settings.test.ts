import { createHash } from 'node:crypto'
import { dirname, join, relative } from 'node:path'

import { describe, expect, it } from 'vitest'

import { loadSettings } from '../../src/settings/load-settings.ts'
import { loaded, SOUND, writeConfig } from './config-fixture.ts'

const PART = `id: standards
name: standards
plate: 96
part: true
standards: { wells: A1-B1, levels: 2 }
`

const INCLUDING = `id: including
name: including
plate: 96
assay: two-standards
baseline: unstimulated
include: { layout: standards }
`

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

describe('loading a sound configuration', () => {
  it('resolves folders from the file, and takes defaults for what is left out', () => {
    const file = writeConfig()
    const { folders, csv, readers, lab } = loadSettings(file, ['biotek-elx'])
    expect(lab).toBe('Test lab')
    expect(folders).toEqual({
      data: join(dirname(file), '../data'),
      exports: join(dirname(file), 'out/exports'),
      runSheets: join(dirname(file), 'run-sheets'),
    })
    expect(csv).toEqual({ separator: ',', decimal: '.' })
    expect(readers).toEqual([
      {
        id: 'left',
        driver: 'biotek-elx',
        port: 'COM3',
        trigger: 'listen',
        defaultLayout: 'small',
        simulator: null,
      },
    ])
  })

  it('gives assays and organisms in the words of the core, missing values as null', () => {
    const { assays, organisms } = loaded()
    expect(assays.get('two-standards')?.value).toMatchObject({
      wavelengthNm: 450,
      referenceNm: null,
      standards: [100, 0],
      limits: { standardLevelsMin: 2, edgeRecoveryMaxPercent: 125, kitLloq: null },
    })
    expect(organisms.value[1]).toEqual({
      id: 'escherichia-coli',
      name: 'Escherichia coli',
      taxon: null,
      kind: 'benign',
    })
  })

  it('works the same from a path relative to the working folder', () => {
    const file = writeConfig()
    const near = loadSettings(relative(process.cwd(), file), ['biotek-elx'])
    expect(near.folders).toEqual(loadSettings(file).folders)
  })

  it('resolves the simulated plate and a replayed file from the configuration', () => {
    const main = `${SOUND['assayd.yaml']}
  - id: replayed
    driver: biotek-elx
    port: replay:captures/one.jsonl
    trigger: listen
  - id: simulated
    driver: biotek-elx
    port: tcp://127.0.0.1:0
    trigger: on-connect
    simulator: { plate: plate.csv, barcode: '0012' }
`
    const file = writeConfig({
      'assayd.yaml': main,
      'plate.csv': 'well,450\nA1,0.1\n',
      'captures/one.jsonl': '',
    })
    const [, replayed, simulated] = loadSettings(file).readers
    expect(replayed?.port).toBe(`replay:${join(dirname(file), 'captures/one.jsonl')}`)
    expect(replayed?.defaultLayout).toBeNull()
    expect(simulated?.simulator).toEqual({
      plateFile: join(dirname(file), 'plate.csv'),
      barcode: '0012',
      pace: 'real',
      fault: null,
      startEveryMs: null,
      seed: 1,
    })
  })

  it('resolves a watched folder from the configuration', () => {
    const main = (SOUND['assayd.yaml'] ?? '').replace('COM3', 'folder:exports')
    const file = writeConfig({ 'assayd.yaml': main, 'exports/readme.txt': '' })
    const [watched] = loadSettings(file).readers
    expect(watched?.port).toBe(`folder:${join(dirname(file), 'exports')}`)
  })

  it('does not check driver ids when nobody says which there are', () => {
    expect(loadSettings(writeConfig()).readers).toHaveLength(1)
  })

  it('reads files with a byte order mark and Windows line ends', () => {
    const small = SOUND['layouts/small.yaml'] ?? ''
    const windows = `\uFEFF${small.replaceAll('\n', '\r\n')}`
    const layout = loaded({ 'layouts/small.yaml': windows }).layouts.get('small')
    expect(layout?.hash).toBe(sha256(windows))
  })

  it('passes over files of editors and of other kinds', () => {
    const others = {
      'layouts/.small.yaml.swp': '?',
      'layouts/~small.yaml': '?',
      'assays/a.md': '?',
    }
    expect([...loaded(others).layouts.keys()]).toEqual(['small'])
  })
})

describe('the text and hash of a configuration value', () => {
  it('are those of its file', () => {
    const { assays, organisms } = loaded()
    const text = SOUND['assays/two-standards.yaml'] ?? ''
    expect(assays.get('two-standards')).toMatchObject({ text, hash: sha256(text) })
    expect(organisms.hash).toBe(sha256(SOUND['organisms.yaml'] ?? ''))
  })

  it('cover the layouts that a layout includes, also those included in turn', () => {
    const outer = PART.replaceAll('standards\n', 'outer\n').replace(
      /standards:.*/,
      'include: { layout: standards }',
    )
    const including = INCLUDING.replace('layout: standards', 'layout: outer')
    const files = {
      'layouts/standards.yaml': PART,
      'layouts/outer.yaml': outer,
      'layouts/including.yaml': including,
    }
    const layout = loaded(files).layouts.get('including')
    const text = `${including}\n# included: outer\n${outer}\n# included: standards\n${PART}`
    expect(layout).toMatchObject({ text, hash: sha256(text) })
    const changed = loaded({ ...files, 'layouts/standards.yaml': `${PART}# other\n` })
    expect(changed.layouts.get('including')?.hash).not.toBe(layout?.hash)
    expect(changed.layouts.get('small')?.hash).toBe(loaded(files).layouts.get('small')?.hash)
  })

  it('parts are included, but are no layouts that a plate can have', () => {
    const { layouts } = loaded({
      'layouts/standards.yaml': PART,
      'layouts/including.yaml': INCLUDING,
    })
    expect([...layouts.keys()]).toEqual(['including', 'small'])
    expect(layouts.get('including')?.value.wells[0]).toMatchObject({ well: 'A1', level: 1 })
  })
})
