import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { expect, it } from 'vitest'

import { configured } from '../../scripts/torture/bench.ts'
import { ONE_WAVELENGTH } from '../../scripts/torture/reader-kinds.ts'
import { openStore } from '../../src/store/open-store.ts'
import { startProgram, type RunningProgram } from '../support/program.ts'
import { plateNumberIn, pushingReader, pushingSettings } from '../support/pushing-reader.ts'
import { hasSocat, socatNote, socatToTcp } from '../support/socat.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const EDITS = 50

function reader(id: string, dark: number) {
  const told = { driver: 'diy-csv', trigger: 'listen', layout: ONE_WAVELENGTH } as const
  return { ...told, id, settings: pushingSettings(dark), pressEveryMs: null, saysItsEnd: false }
}

/** How often the program said so. */
function times(program: RunningProgram, words: string): number {
  return program.said().split(words).length - 1
}

/** Saves as editors do: in place, or a new file in the place of the old one. */
function save(file: string, text: string, edit: number): void {
  if (edit % 2 === 0) return writeFileSync(file, text)
  writeFileSync(`${file}.new`, text)
  return renameSync(`${file}.new`, file)
}

it.skipIf(!hasSocat)(
  `Fifty edits of the configuration cost no plate of readers that push all the time${socatNote}`,
  { timeout: 120_000 },
  async () => {
    const folder = temporaryFolder()
    const steady = await pushingReader({ withinPlateMs: 60, afterPlateMs: 60 })
    const serial = await pushingReader({ withinPlateMs: 60, afterPlateMs: 60 })
    const changing = await pushingReader({ withinPlateMs: 8, afterPlateMs: 1_500 })
    const all = [steady, serial, changing]
    const pty = join(folder, 'reader')
    await socatToTcp(pty, serial.tcpPort)
    const tcp = (port: number): string => `tcp://127.0.0.1:${port}`
    const addresses = [tcp(steady.tcpPort), pty, tcp(changing.tcpPort)]
    const readers = [reader('steady', 40), reader('serial', 40), reader('changing', 40)]
    const config = configured(folder, addresses, readers)
    const main = withoutLayout(readFileSync(config, 'utf8'), ['steady', 'serial'])
    writeFileSync(config, main)
    const layout = join(dirname(config), 'layouts', `${ONE_WAVELENGTH}.yaml`)
    const layoutText = readFileSync(layout, 'utf8')

    const program = startProgram('run', '--config', config)
    await program.until(/(?=[^]*steady port)(?=[^]*serial port)(?=[^]*changing port)/)
    for (const one of all) one.start()
    const kinds = [
      (edit: number) => save(layout, `${layoutText}# edit ${edit}\n`, edit),
      (edit: number) => save(config, `${main}# edit ${edit}\n`, edit),
      (edit: number) => save(config, `${main}  - : [ ${edit}\n`, edit),
      (edit: number) => save(layout, `${layoutText}nonsense: ${edit}\n`, edit),
      (edit: number) => save(config, otherDark(main, 41 + edit), edit),
    ]
    for (let edit = 0; edit < EDITS; edit += 1) {
      kinds[edit % kinds.length]?.(edit)
      program.askToReload()
      await program.untilTimes(' configuration ', edit + 1)
      await program.untilTimes('steady plate ', Math.floor(edit / 2))
    }
    save(config, `${main}# the end\n`, 1)
    save(layout, layoutText, 0)
    // Nobody asks for this one: it is noticed.
    await program.untilTimes(' configuration ', EDITS + 1)
    for (const one of all) await one.stop()
    await program.untilTimes(' is stored', all.flatMap(({ said }) => said).length)
    program.interrupt()
    expect(await program.ended).toBe(0)

    const store = openStore(join(folder, 'data'))
    const heard = (id: string): readonly number[] =>
      store
        .plates()
        .filter(({ readerId }) => readerId === id)
        .flatMap(({ plate }) => store.plate(plate)?.reads ?? [])
        .map(({ read }) => plateNumberIn(read.bytes))
        .toSorted((a, b) => a - b)
    expect(heard('steady')).toEqual(steady.said)
    expect(heard('serial')).toEqual(serial.said)
    expect(heard('changing')).toEqual(changing.said)
    expect(all.flatMap(({ cut }) => cut)).toEqual([])
    expect(store.faults()).toEqual([])
    expect(store.unfinished()).toMatchObject({ captures: [], reads: [], plates: [] })
    expect(times(program, 'steady port')).toBe(1)
    expect(times(program, 'serial port')).toBe(1)
    expect(times(program, 'changing port')).toBeGreaterThan(1)
    expect(times(program, 'the edit is refused')).toBeGreaterThan(10)
    expect(store.configurations().length).toBeGreaterThan(10)
    expect(steady.said.length).toBeGreaterThan(15)
    store.close()
  },
)

/** Plates of these are stored and not computed, so that a slow machine hears them in time. */
function withoutLayout(main: string, ids: readonly string[]): string {
  return changed(main, ids, [`"default_layout":"${ONE_WAVELENGTH}"`, '"default_layout":null'])
}

/** The configuration with other settings for the changing reader alone. */
function otherDark(main: string, dark: number): string {
  return changed(main, ['changing'], ['"dark":40', `"dark":${dark}`])
}

function changed(
  main: string,
  ids: readonly string[],
  [from, to]: readonly [string, string],
): string {
  const isMeant = (line: string): boolean => ids.some((id) => line.includes(`"id":"${id}"`))
  return main
    .split('\n')
    .map((line) => (isMeant(line) ? line.replace(from, to) : line))
    .join('\n')
}
