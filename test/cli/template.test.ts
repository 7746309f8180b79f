import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import { createCapture } from '../../src/serial/capture.ts'
import { eventsOf, matrixLines } from '../drivers/print-capture/prints.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** A capture of one print, and the program in its folder. */
function bench(driver = 'print-capture') {
  const folder = temporaryFolder()
  const text = matrixLines().map((line) => `${line}\r\n`)
  const writer = createCapture(folder, {
    id: 'c-1',
    reader: 'printer',
    driver,
    port: 'COM3',
    startedAt: '2026-11-23T09:00:00.000+03:00',
  })
  for (const event of eventsOf(text.join(''))) writer.append(event)
  writer.close()
  const known = ['--wavelength', '450', '--reference', 'none', '--out', 'templates/printer.yaml']
  return {
    learn: (input: string, ...flags: readonly string[]) => {
      const args = [MAIN, 'template', 'learn', writer.file, ...known, ...flags]
      return spawnSync(process.execPath, args, { cwd: folder, input, encoding: 'utf8' })
    },
    written: () => readFileSync(join(folder, 'templates/printer.yaml'), 'utf8'),
  }
}

describe('assayd template learn', () => {
  it('shows the plate as it is printed, asks, and writes who confirmed it', () => {
    const { learn, written } = bench()
    const { status, stdout } = learn('yes\nHope\n')
    expect(status).toBe(0)
    expect(stdout).toContain('450 nm, nothing taken off by the reader')
    expect(stdout).toContain('  H 0.089 0.090')
    expect(stdout).toContain('templates/printer.yaml is written')
    expect(written()).toContain('# Compared with the printout by Hope on ')
    expect(written()).toMatch(/confirmed:\n {4}by: Hope\n {4}date: .*\n {4}capture: c-1\n/)
  })

  it.each([
    ['no', 'no\n'],
    ['nothing', ''],
    ['yes without a name', 'yes\n'],
  ])('writes nothing when the answer is %s', (_, input) => {
    const { learn, written } = bench()
    const { status, stdout } = learn(input)
    expect(status).toBe(0)
    expect(stdout).toContain('Nothing was written.')
    expect(written).toThrow(/ENOENT/)
  })

  it('asks nothing when a script answers, but wants a name', () => {
    const { learn, written } = bench()
    expect(learn('', '--yes').stderr).toContain('--yes needs the name')
    expect(learn('', '--yes', '--by', 'Hope').status).toBe(0)
    expect(written()).toContain('by: Hope')
  })

  it('tells programs what would be read, and writes it only for who stands for it', () => {
    const { learn, written } = bench()
    const seen = learn('', '--json')
    expect(seen.status).toBe(0)
    expect(JSON.parse(seen.stdout)).toMatchObject({
      reader: 'printer',
      read: { format: 96, bytes: expect.stringMatching(/^([0-9a-f]{2})+$/) },
      written: null,
    })
    expect(written).toThrow(/ENOENT/)
    const kept = learn('', '--json', '--yes', '--by', 'Hope')
    expect(JSON.parse(kept.stdout)).toMatchObject({ written: 'templates/printer.yaml' })
    expect(written()).toContain('by: Hope')
    const again = learn('', '--json', '--yes', '--by', 'Hope')
    expect(JSON.parse(again.stderr)).toEqual({
      problem: {
        code: 'export-write',
        message: expect.stringContaining('templates/printer.yaml'),
        hint: expect.stringContaining('--replace'),
      },
    })
  })

  it('overwrites a template only when told', () => {
    const { learn, written } = bench()
    learn('', '--yes', '--by', 'Hope')
    const again = learn('', '--yes', '--by', 'Grace')
    expect(again.status).toBe(1)
    expect(again.stderr).toContain('--replace')
    expect(learn('', '--yes', '--by', 'Grace', '--replace').status).toBe(0)
    expect(written()).toContain('by: Grace')
  })

  it('refuses captures of readers whose words are known', () => {
    const { learn } = bench('biotek-elx')
    expect(learn('').stderr).toContain("'biotek-elx' of this capture knows its reader's words")
  })
})
