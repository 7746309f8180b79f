import { existsSync, readFileSync } from 'node:fs'

/** How many tests ended how. */
export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** The names of the skipped ones, which say why. */
  readonly skippedNames: readonly string[]
}

interface TestResult {
  readonly fullName: string
  readonly status: string
}

interface FileResult {
  readonly status: string
  readonly assertionResults: readonly TestResult[]
}

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly success: boolean
  readonly testResults: readonly FileResult[]
}

/** A test file that could not be loaded holds no tests and counts as one that failed. */
function brokenFiles({ testResults }: Report): number {
  return testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length
}

function namesOfSkipped({ testResults }: Report): readonly string[] {
  return testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status !== 'passed' && status !== 'failed')
    .map(({ fullName }) => fullName)
}

/**
 * Counts the tests in vitest's JSON report. No report, or one that calls itself a failure without
 * naming a test, counts as one failed.
 */
export function countsFrom(reportFile: string): Counts {
  if (!existsSync(reportFile)) return { passed: 0, failed: 1, skipped: 0, skippedNames: [] }
  const report: Report = JSON.parse(readFileSync(reportFile, 'utf8'))
  const failed = report.numFailedTests + brokenFiles(report)
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && !report.success ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
    skippedNames: namesOfSkipped(report),
  }
}

/** `412 passed, 0 failed, 3 skipped` */
export function closingLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}
