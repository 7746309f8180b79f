/*
 * `npm test`: type check, lint, format, layers and norms, dead code, and every test; all of them
 * run even when one fails. With arguments, `npm test -- test/core`, only vitest runs, with them.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { closingLine, countsFrom } from './test/counts.ts'
import { binOf, runStep } from './test/steps.ts'
import type { Step, StepResult } from './test/steps.ts'

const ROOT = join(import.meta.dirname, '..')

const STATIC_STEPS: readonly Step[] = [
  { name: 'types', command: [binOf('typescript'), '-p', '.'], talks: false },
  { name: 'lint', command: [binOf('oxlint'), '--type-aware'], talks: false },
  { name: 'format', command: [binOf('oxfmt'), '--check'], talks: false },
  { name: 'tidy', command: [join(ROOT, 'scripts', 'tidy.ts')], talks: false },
  { name: 'dead code', command: [binOf('knip')], talks: false },
]

function vitest(reportFile: string, args: readonly string[]): Step {
  const reports = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`]
  return { name: 'tests', command: [binOf('vitest'), 'run', ...reports, ...args], talks: true }
}

function row({ name, passed, seconds }: StepResult): string {
  return `${passed ? 'ok    ' : 'FAILED'}  ${name.padEnd(10)} ${seconds.toFixed(1).padStart(6)} s`
}

/** Runs the steps one after the other and prints how each ended. */
async function runAll(steps: readonly Step[]): Promise<readonly StepResult[]> {
  const results: StepResult[] = []
  for (const step of steps) {
    const result = await runStep(step)
    results.push(result)
    console.log(row(result))
  }
  return results
}

process.chdir(ROOT)
const args = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'assayd-test-'))
const reportFile = join(folder, 'vitest.json')

const steps = [...(args.length === 0 ? STATIC_STEPS : []), vitest(reportFile, args)]
const results = await runAll(steps)
const counts = countsFrom(reportFile)
rmSync(folder, { recursive: true })

if (results.length > 1) console.log(`\n${results.map(row).join('\n')}`)
for (const name of counts.skippedNames) console.log(`skipped  ${name}`)
console.log(`\n${closingLine(counts)}`)
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1
