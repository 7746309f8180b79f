import { createHash } from 'node:crypto'
import { stripVTControlCharacters } from 'node:util'

import { describe, expect, it } from 'vitest'

import { addShow } from '../../src/cli/show.ts'
import { sampleAnalysis } from '../support/sample-analysis.ts'
import { sampleDocuments, sampleRead, sampleRecord } from '../support/sample-records.ts'
import { cliProgram } from '../support/cli-program.ts'
import { fillStore, readAgain } from '../support/sample-store.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

function filledProgram() {
  const folder = temporaryFolder()
  fillStore(folder)
  return cliProgram(addShow, folder)
}

async function shown(...args: readonly string[]): Promise<string> {
  const lines = await filledProgram().run('show', ...args)
  return stripVTControlCharacters(lines.join('\n'))
}

describe('assayd show', () => {
  it('tells what is on the plate, where its bytes are and what it was computed from', async () => {
    const text = await shown('IL6-07')
    expect(text).toContain("bound by  run-sheet: The run sheet 'il6-07.yaml' expects this plate")
    expect(text).toContain('kit lot   P352211')
    const { bytes } = sampleRead()
    const hash = createHash('sha256').update(bytes).digest('hex')
    expect(text).toContain(`  ${bytes.length} bytes, SHA-256 ${hash}\n`)
    expect(text).toContain('  in capture cap-2026-11-23-a up to byte 1200\n')
    for (const document of sampleDocuments()) expect(text).toContain(document.hash)
    expect(text).toContain('Analyses: IL6-07/1, IL6-07/2')
  })

  it('shows the newest analysis: curve, standards, samples, responses, flags', async () => {
    const text = await shown('IL6-07')
    expect(text).toContain('IL6-07/2 was computed from read 1')
    expect(text).toContain('4PL, weights irls, points wells')
    expect(text).toMatch(/^S1 +600 +A1 A2 /mu)
    expect(text).toMatch(/^kit-control .* ok$/mu)
    expect(text).toMatch(/^KI-021 .*≥ .* challenge_censored$/mu)
    expect(text).toMatch(/^block standards-passing: Too few/mu)
    expect(text).toContain('      Repeat the plate with fresh standards.')
    expect(text.indexOf('block standards')).toBeLessThan(text.indexOf('warn  replicate-cv'))
  })

  it('shows an older analysis when asked', async () => {
    const text = await shown('IL6-07', '--analysis', '1')
    expect(text).toContain('IL6-07/1 was computed from read 1')
    expect(text).not.toContain('standards-passing')
  })

  it('tells what was on the plate when it was analysed, not what was said since', async () => {
    const folder = temporaryFolder()
    fillStore(folder)
    readAgain(folder)
    const program = cliProgram(addShow, folder)
    const textOf = async (...args: readonly string[]) =>
      stripVTControlCharacters((await program.run('show', 'IL6-07', ...args)).join('\n'))
    const first = await textOf('--analysis', '1')
    expect(first).toContain('kit lot   P352211')
    expect(first).toContain('operator  F. Mowo')
    expect(first).toContain("bound by  run-sheet: The run sheet 'il6-07.yaml'")
    expect(first).toContain('by il6-dy206, kit lot P352211')
    expect(first).not.toContain('P360042')
    const newest = await textOf()
    expect(newest).toContain('kit lot   P360042')
    expect(newest).toContain('by il6-d6050, kit lot P360042')
    expect(newest).not.toContain('P352211')
  })

  it('gives everything as JSON, bytes in hex', async () => {
    const json: unknown = JSON.parse(await shown('IL6-08', '--json'))
    const { bytes, blocks } = sampleRead()
    expect(json).toMatchObject({
      record: { plate: 'IL6-08', kitLot: 'P352211' },

      reads: [{ read: { bytes: Buffer.from(bytes).toString('hex'), blocks } }],
      analyses: [
        { analysisId: 'IL6-08/1', documents: sampleDocuments(), record: sampleRecord('IL6-08') },
      ],
    })
    expect(json).toHaveProperty('analyses.0.analysis', JSON.parse(JSON.stringify(sampleAnalysis())))
  })

  it('shows a plate that nobody said anything about', async () => {
    const text = await shown('bench-1-0900')
    expect(text).toContain('unassigned: No run sheet expects a plate there.')
    expect(text).toContain('There is no analysis yet.')
  })

  it('suggests the plate that is closest when there is no such plate', async () => {
    await expect(shown('il6-7')).rejects.toMatchObject({
      code: 'plate-unknown',
      message: "Unable to find a plate 'il6-7'.",
      hint: "Is it 'IL6-07'?",
    })
    await expect(shown('zzz')).rejects.toMatchObject({
      hint: "See 'assayd plates' for those there are.",
    })
  })

  it('names the analyses there are when there is no such one', async () => {
    await expect(shown('IL6-07', '--analysis', '7')).rejects.toMatchObject({
      code: 'analysis-unknown',
      hint: 'There are 1, 2; without a number the newest is taken.',
    })
    await expect(shown('bench-1-0900', '--analysis', '1')).rejects.toMatchObject({
      message: "Plate 'bench-1-0900' has no analysis.",
    })
  })
})
