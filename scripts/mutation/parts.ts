import { join } from 'node:path'

/** A folder of the numerics, and the tests that must notice whatever is changed in it. */
export interface Part {
  readonly folder: string
  /** Patterns of the test files. */
  readonly tests: readonly string[]
}

export const PARTS: readonly Part[] = [
  { folder: 'src/core/curve', tests: ['test/core/curve/*.test.ts'] },
  {
    folder: 'src/core/quality',
    tests: ['test/core/quality/*.test.ts', 'test/core/detective/looks-turned.test.ts'],
  },
]

/** How a part is to be tried. */
export interface Trial {
  /** What is mutated: the whole folder, or single files of it. */
  readonly mutate: readonly string[]
  /**
   * Where the copy that is mutated lies. It is away from the project, so that the reference data
   * beside the project are out of reach: the score rests on the project's own tests and oracles.
   */
  readonly workplace: string
  /** Where Stryker's runner for vitest lies. */
  readonly runner: string
}

/** Where Stryker writes what became of each mutant. */
export function reportFile(part: Part, { workplace }: Trial): string {
  return join(workplace, `${part.folder.replaceAll('/', '-')}.json`)
}

/** Stryker's settings for one part, as JSON. No kind of mutant is left out. */
export function settings(part: Part, trial: Trial): string {
  return JSON.stringify({
    mutate: trial.mutate,
    testRunner: 'vitest',
    plugins: [trial.runner],
    // What imports what does not tell which tests reach a rule: rules are found by their folder.
    vitest: { configFile: 'scripts/mutation/vitest.config.ts', related: false },
    coverageAnalysis: 'perTest',
    concurrency: 2,
    // A busy machine is no endless loop; those are found by counting, long before this.
    timeoutMS: 20_000,
    // There is no such file: Stryker rewrites it by an interface that TypeScript 7 lacks.
    tsconfigFile: 'none.json',
    tempDirName: trial.workplace,
    cleanTempDir: 'always',
    ignorePatterns: ['data', 'exports'],
    reporters: ['progress-append-only', 'json'],
    jsonReporter: { fileName: reportFile(part, trial) },
    logLevel: 'warn',
    // Mutants of what a module does when it is loaded are slow to try, and tried all the same.
    warnings: { slow: false },
    allowConsoleColors: false,
  })
}
