/*
 * How much of the numerics the tests hold: Stryker changes the source place by place, in a copy,
 * and runs the tests that reach it; a change that no test notices is printed. Exits 1 when fewer
 * than 80 % are noticed in one of the folders. `node scripts/mutation.ts FILES` tries only these.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { PARTS, reportFile, settings } from './mutation/parts.ts'
import type { Part, Trial } from './mutation/parts.ts'
import { describeMutant, scoreOf, table } from './mutation/score.ts'
import type { Mutant, Score } from './mutation/score.ts'
import { binOf } from './test/steps.ts'

const PERCENT_MIN = 80
const RUNNER = import.meta.resolve('@stryker-mutator/vitest-runner')

/** What Stryker's JSON report says of each file. */
type Report = { readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>> }

function runStryker(part: Part, trial: Trial): Report {
  const settingsFile = join(trial.workplace, 'stryker.json')
  writeFileSync(settingsFile, settings(part, trial))
  const stryker = [binOf('@stryker-mutator/core'), 'run', settingsFile]
  const { status } = spawnSync(process.execPath, stryker, {
    env: { ...process.env, MUTATION_TESTS: part.tests.join(' ') },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (status !== 0) throw new Error(`No score of ${part.folder}: Stryker's own words stand above.`)
  return JSON.parse(readFileSync(reportFile(part, trial), 'utf8'))
}

function print({ folder }: Part, { files }: Report): Score {
  const scores: Score[] = []
  for (const [file, { mutants }] of Object.entries(files)) {
    scores.push(scoreOf(file.slice(folder.length + 1), mutants))
    for (const mutant of mutants) {
      if (['Survived', 'NoCoverage'].includes(mutant.status))
        console.log(describeMutant(file, mutant))
    }
  }
  console.log(`\n${table(scores.toSorted((left, right) => left.percent - right.percent))}\n`)
  return scoreOf(
    folder,
    Object.values(files).flatMap(({ mutants }) => mutants),
  )
}

/** Tries the whole folder, or those files that are asked for; nothing when none is in it. */
function tryPart(part: Part, asked: readonly string[]): readonly Score[] {
  const within = asked.filter((file) => file.startsWith(`${part.folder}/`))
  if (asked.length > 0 && within.length === 0) return []
  const mutate = within.length > 0 ? within : [`${part.folder}/**/*.ts`]
  const workplace = mkdtempSync(join(tmpdir(), 'assayd-mutation-'))
  try {
    const trial = { mutate, workplace, runner: RUNNER }
    return [print(part, runStryker(part, trial))]
  } finally {
    rmSync(workplace, { recursive: true })
  }
}

process.chdir(join(import.meta.dirname, '..'))
const began = performance.now()
const totals = PARTS.flatMap((part) => tryPart(part, process.argv.slice(2)))
const minutes = (performance.now() - began) / 60_000
console.log(
  `${table(totals)}\n\nneeded: ${PERCENT_MIN} % of each folder; ${minutes.toFixed(1)} min`,
)
process.exitCode = totals.every(({ percent }) => percent >= PERCENT_MIN) ? 0 : 1
