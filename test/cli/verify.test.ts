import { spawnSync } from 'node:child_process'
import { copyFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import { progressLine } from '../../src/cli/progress.ts'
import { findingLines } from '../../src/cli/verify-report.ts'
import { finding } from '../../src/core/verify/finding.ts'
import { storedBench, type StoredBench } from '../support/stored-bench.ts'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

function assayd({ config }: StoredBench, ...args: readonly string[]) {
  const all = [main, ...args, '--config', config]
  return spawnSync(process.execPath, all, { encoding: 'utf8' })
}

describe('assayd verify', () => {
  it('prints versions, counts and rate, and ends well when everything agrees', async () => {
    const bench = await storedBench()
    const { stdout, status } = assayd(bench, 'verify')
    expect(stdout).toContain('Everything comes out as it is stored.')
    expect(stdout).toMatch(/\d plates, \d reads, \d analyses in [\d.]+ s, \d+ plates a second/)
    expect(stdout).toContain('come out the same')
    expect(status).toBe(0)
    expect(assayd(bench, 'verify', 'NOT-THERE').stderr).toContain("a plate 'NOT-THERE'")
    expect(assayd(bench, 'verify', '--since', 'May').stderr).toContain("the day 'May' of --since")
  })

  it('tells what was stored, what comes out and what to do, and ends with 1', async () => {
    const bench = await storedBench()
    bench.tamper(
      "UPDATE well_results SET od = 3.25 WHERE well = 'C7' AND analysis_id = 'SHEET-1/1'",
    )
    const { stdout, stderr, status } = assayd(bench, 'verify', 'SHEET-1')
    expect(stdout).toContain('analysis: plate SHEET-1: SHEET-1/1 does not come out again')
    expect(stdout).toMatch(/wells C7 od\n {4}stored {4}3\.25\n {4}comes out [\d.]+\n/)
    expect(stdout).toContain('Do not use these results')
    expect(stderr).toContain('The verification found 1 difference.')
    expect(status).toBe(1)
    const json = assayd(bench, 'verify', 'SHEET-1', '--json')
    const lines: unknown[] = json.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).toMatchObject([
      { kind: 'analysis', plate: 'SHEET-1', analysisId: 'SHEET-1/1', differenceCount: 1 },
      { kind: 'totals', plates: 1, analyses: 1, findings: 1 },
    ])
    expect(json.status).toBe(1)
  })

  it('shows the first differences and counts the others', () => {
    const differences = Array.from({ length: 30 }, (_, at) => {
      return { where: `wells A${at}`, stored: '1', computed: '2' }
    })
    const lines = findingLines(finding({ kind: 'read', plate: 'P', message: 'No.', differences }))
    expect(lines[0]).toBe('read: plate P: No.')
    expect(lines).toContain('  and 25 more differences')
  })

  it('tells how far it is and how long it will take', () => {
    const step = { done: 1200, total: 10_000 }
    expect(progressLine(step, 'plates', 5000)).toBe('1200 of 10000 plates, 240 a second, 37 s left')
  })
})

describe('assayd verify of everything', () => {
  it('also finds what follows from nothing: names, times, reasons', async () => {
    const bench = await storedBench()
    bench.tamper("UPDATE plates SET operator = 'Somebody' WHERE plate = 'SHEET-1'")
    const { stdout, status } = assayd(bench, 'verify')
    expect(stdout).toContain("audit: The rows of plate 'SHEET-1' are not as they were stored.")
    expect(status).toBe(1)
  })

  it('finds a capture that no row names', async () => {
    const bench = await storedBench()
    const [capture = ''] = bench.captures()
    copyFileSync(capture, capture.replace('.jsonl', '-copy.jsonl'))
    const { stdout, status } = assayd(bench, 'verify')
    expect(stdout).toMatch(/capture: Capture '.+-copy\.jsonl' lies in its folder, and no row/)
    expect(stdout).toContain('When it is a copy of another one, move it out of the folder')
    expect(status).toBe(1)
  })
})
