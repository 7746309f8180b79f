import { appendFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { AssaydError } from '../../src/core/errors.ts'
import { settingsFrom } from '../../src/settings/settings-source.ts'
import { SOUND, writeConfig } from './config-fixture.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

function sourceWith(changes: Readonly<Record<string, string>> = {}) {
  const file = writeConfig(changes)
  return { file, folder: dirname(file), source: settingsFrom(file, ['biotek-elx']) }
}

function errorFrom(work: () => unknown): AssaydError | undefined {
  try {
    work()
  } catch (error) {
    if (error instanceof AssaydError) return error
    throw error
  }
  return undefined
}

describe('The version of a configuration', () => {
  it('has every file by its name and hash, as sha256sum would list them', () => {
    const { source } = sourceWith()
    const { files, hash } = source.load().version
    expect(files.map(({ name }) => name)).toEqual([
      'assayd.yaml',
      'assays/two-standards.yaml',
      'layouts/small.yaml',
      'organisms.yaml',
    ])
    for (const { name, text, hash: ofFile } of files) {
      expect(text).toBe(SOUND[name])
      expect(ofFile).toBe(sha256(text))
    }
    expect(hash).toBe(sha256(files.map((file) => `${file.hash}  ${file.name}\n`).join('')))
  })

  it('is another one for a comment, and the same for a file that was only touched', () => {
    const { source, file } = sourceWith()
    const { hash } = source.load().version
    utimesSync(file, new Date(0), new Date(0))
    expect(source.load().version.hash).toBe(hash)
    appendFileSync(file, '# a comment\n')
    expect(source.load().version.hash).not.toBe(hash)
  })
})

describe('A look at the files', () => {
  it('differs when one is written, replaced, added or removed, and else does not', async () => {
    const { source, folder } = sourceWith()
    const { version } = source.load()
    const look = (): Promise<string> => source.look(version)
    const looks = [await look()]
    expect(await look()).toBe(looks[0])
    const extra = join(folder, 'layouts', 'extra.yaml')
    const steps = [
      () => appendFileSync(join(folder, 'organisms.yaml'), '# more\n'),
      () => writeFileSync(extra, 'id: extra\n'),
      () => {
        writeFileSync(`${extra}.new`, 'id: extra\n')
        renameSync(`${extra}.new`, extra)
      },
      () => rmSync(extra),
      () => rmSync(join(folder, 'assays'), { recursive: true }),
    ]
    for (const step of steps) {
      step()
      looks.push(await look())
    }
    for (const [at, one] of looks.entries()) expect(one).not.toBe(looks[at + 1])
  })
})

describe('What a running daemon cannot change', () => {
  const main = SOUND['assayd.yaml'] ?? ''

  it.each([
    ['the data folder', main.replace('../data', '../elsewhere'), ':2: folders.data: '],
    ['the address', `${main}api: { port: 7437 }\n`, ':9: api: '],
    ['the log', `${main}log: { level: debug }\n`, ':9: log: '],
  ])('is %s, told with its line', (_, text, where) => {
    const { source, file } = sourceWith()
    const inForce = source.load()
    writeFileSync(file, text)
    const error = errorFrom(() => source.load(inForce))
    expect(error?.code).toBe('config-at-start')
    expect(error?.message).toContain(`assayd.yaml${where}`)
    expect(error?.message).toContain('restart')
    expect(errorFrom(() => source.load())).toBeUndefined()
  })

  it('is not where exports go, nor who reads what', () => {
    const { source, file } = sourceWith()
    const inForce = source.load()
    writeFileSync(file, main.replace('out/exports', 'out/other').replace('COM3', 'COM4'))
    expect(source.load(inForce).folders.exports).toMatch(/other$/)
  })
})

describe('The data folder', () => {
  it.each([
    ['mistakes elsewhere', `${SOUND['assayd.yaml']}nonsense: true\n`],
    ['YAML that breaks off', `${SOUND['assayd.yaml']}  - : [\n`],
  ])('is found in a configuration with %s', (_, text) => {
    const { source, folder } = sourceWith({ 'assayd.yaml': text })
    expect(source.dataFolder()).toBe(join(folder, '../data'))
  })

  it('is not made up: without it every mistake is told', () => {
    const { source } = sourceWith({ 'assayd.yaml': 'lab: [' })
    expect(errorFrom(() => source.dataFolder())?.code).toBe('config-syntax')
  })
})
