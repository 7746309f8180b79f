import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { closingLine, countsFrom } from '../../scripts/test/counts.ts'
import { writeJson } from './launch-fixture.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assayd-counts-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const COUNTED = {
  numPassedTests: 412,
  numFailedTests: 0,
  numPendingTests: 2,
  numTodoTests: 1,
  success: true,
  testResults: [{ status: 'passed', assertionResults: [{}] }],
}

function closingFor(report: unknown): string {
  const file = join(folder, 'report.json')
  if (report !== undefined) writeJson(file, report)
  return closingLine(countsFrom(file))
}

describe('the closing line of npm test', () => {
  it('counts what passed, failed and was skipped', () => {
    expect(closingFor(COUNTED)).toBe('412 passed, 0 failed, 3 skipped')
  })

  it('counts a test file that could not be loaded as failed', () => {
    const broken = { status: 'failed', assertionResults: [] }
    const report = { ...COUNTED, success: false, testResults: [broken, broken] }
    expect(closingFor(report)).toBe('412 passed, 2 failed, 3 skipped')
  })

  it('does not count the tests of a failed file twice', () => {
    const failed = { status: 'failed', assertionResults: [{}] }
    const report = { ...COUNTED, numFailedTests: 1, success: false, testResults: [failed] }
    expect(closingFor(report)).toBe('412 passed, 1 failed, 3 skipped')
  })

  it('never says that nothing failed when vitest says that something did', () => {
    expect(closingFor({ ...COUNTED, success: false })).toBe('412 passed, 1 failed, 3 skipped')
  })

  it('comes with the names of what was skipped', () => {
    const named = (status: string) => ({ status, fullName: `a ${status} test` })
    const statuses = ['passed', 'skipped', 'failed', 'pending', 'todo']
    const report = {
      ...COUNTED,
      testResults: [{ status: 'passed', assertionResults: statuses.map(named) }],
    }
    writeJson(join(folder, 'report.json'), report)
    expect(countsFrom(join(folder, 'report.json')).skippedNames).toEqual([
      'a skipped test',
      'a pending test',
      'a todo test',
    ])
  })

  it('counts a missing report as failed', () => {
    expect(closingFor(undefined)).toBe('0 passed, 1 failed, 0 skipped')
  })
})
