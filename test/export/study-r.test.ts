import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { studyColumns } from '../../src/core/study/columns.ts'
import type { Study, Substitution } from '../../src/core/study/study.ts'
import { writeStudy } from '../../src/export/study.ts'
import type { TextDialect } from '../../src/core/text-dialect.ts'
import { simulatedStudy } from '../support/simulated-study.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const HAS_R = spawnSync('Rscript', ['--version']).status === 0
const ASK_SURVIVAL = 'quit(status = if (requireNamespace("survival", quietly = TRUE)) 0 else 1)'
const HAS_SURVIVAL = HAS_R && spawnSync('Rscript', ['-e', ASK_SURVIVAL]).status === 0
const whyNoR = HAS_R ? '' : ' (skipped: Rscript is not installed)'
const whyNoSurvival = HAS_SURVIVAL ? '' : " (skipped: R's package survival is not available)"

const ENGLISH: TextDialect = { separator: ',', decimal: '.' }
const CONTINENTAL: TextDialect = { separator: ';', decimal: ',' }
const MOTHERS = 60

/** Standard output of R, line by line; its complaints fail the test. */
function linesFromR(args: readonly string[], folder: string): readonly string[] {
  const { status, stdout, stderr } = spawnSync('Rscript', ['--vanilla', ...args], {
    cwd: folder,
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  expect(status).toBe(0)
  return stdout.split('\n').map((line) => line.trimEnd())
}

async function inR(study: Study, dialect: TextDialect): Promise<readonly string[]> {
  const folder = temporaryFolder()
  await writeStudy(study, { folder, dialect })
  const script = join(import.meta.dirname, 'read-study.R')
  return linesFromR([script, folder, dialect.separator, dialect.decimal], folder)
}

/** How many rows have limits of each kind, as Surv counts them: 0, 1, 2, 3 and NA. */
function statusesOf({ rows }: Study): readonly number[] {
  const counts = [0, 0, 0, 0, 0]
  for (const { response } of rows) {
    const { lower, upper } = response.log2Fold
    const among = lower !== null && lower === upper ? 1 : 3
    const bounded = lower === null ? 2 : 0
    const one = lower !== null && upper !== null ? among : bounded
    const status = lower === null && upper === null ? 4 : one
    counts[status] = (counts[status] ?? 0) + 1
  }
  return counts
}

describe(`in R${whyNoR}`, () => {
  it.skipIf(!HAS_R).each([
    [ENGLISH, null],
    [CONTINENTAL, null],
    [CONTINENTAL, 'lod/2'],
  ] as const)('numbers are numeric, and NA where there is none: %o %s', async (dialect, by) => {
    const study = simulatedStudy(MOTHERS, { substitution: by })
    const lines = await inR(study, dialect)
    expect(lines).toContain(`rows ${study.rows.length}`)
    expect(lines).toContain('same names TRUE')
    for (const { name, type, cell } of studyColumns(study)) {
      const [, , kind = '', absent = ''] =
        lines.find((line) => line.startsWith(`column ${name} `))?.split(' ') ?? []
      const cells = study.rows.map((row) => cell(row))
      // R has no texts in a column of nothing, and an identifier of digits is a number to it.
      if (cells.every((one) => one === '')) continue
      const kinds = type === 'number' ? ['numeric', 'integer'] : ['character']
      expect(name === 'organism_taxon' ? ['integer'] : kinds).toContain(kind)
      expect([name, absent]).toStrictEqual([name, `${cells.filter((one) => one === null).length}`])
    }
    const folds = study.rows.flatMap(({ response }) => response.log2Fold.value ?? [])
    const mean = folds.reduce((sum, one) => sum + one, 0) / folds.length
    const told = lines
      .find((line) => line.startsWith('mean log2 fold '))
      ?.split(' ')
      .at(-1)
    expect(Number(told)).toBeCloseTo(mean, 12)
  })

  it.skipIf(!HAS_SURVIVAL)(
    `Surv takes the limits of the log2 fold as they stand${whyNoSurvival}`,
    async () => {
      const study = simulatedStudy(MOTHERS)
      const statuses = statusesOf(study)
      // The simulated study has every kind of limits that a log2 fold can have.
      expect(statuses.filter((count) => count === 0)).toHaveLength(1)
      expect(statuses[3]).toBe(0)
      expect(await inR(study, ENGLISH)).toContain(`status ${statuses.join(' ')}`)
    },
  )

  it.skipIf(!HAS_SURVIVAL).each([
    [ENGLISH, null],
    [CONTINENTAL, 'lod/sqrt2'],
  ] as const)(
    `the lines of the note run as they stand${whyNoSurvival}: %o %s`,
    async (dialect, substitution: Substitution | null) => {
      const folder = temporaryFolder()
      await writeStudy(simulatedStudy(MOTHERS, { substitution }), { folder, dialect })
      const note = readFileSync(join(folder, 'study_README.txt'), 'utf8')
      const script = [...note.matchAll(/^ {4}(.*)$/gmu)].map(([, line]) => line).join('\n')
      writeFileSync(join(folder, 'note.R'), script)
      writeFileSync(join(folder, 'followup.csv'), followUp())
      const lines = linesFromR(['note.R'], folder)
      expect(lines.join('\n')).toMatch(/^visitinitial/mu)
      expect(lines.join('\n')).toMatch(/\d+ of 60 mothers have a censored response/u)
      expect(lines.join('\n')).toMatch(/^log2_fold\s/mu)
    },
  )
})

/** One line a mother, some ill early, some followed to the end. */
function followUp(): string {
  const lines = Array.from({ length: MOTHERS }, (_, index) => {
    const mother = `M${String(index + 1).padStart(3, '0')}`
    return `${mother},${30 + ((index * 37) % 60)},${index % 3 === 0 ? 0 : 1}`
  })
  return ['mother,days,ill', ...lines, ''].join('\n')
}
