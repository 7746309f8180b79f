import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** A mutant is dead with the first test that fails, so these, which simulate much, come last. */
const SLOW = /(place|laws|ugly-standards|uncertainty|bootstrap|reweighting|best-optimum)\.test\.ts$/

class QuickFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((left, right) => rank(left) - rank(right))
  }
}

function rank({ moduleId }: TestSpecification): number {
  return SLOW.test(moduleId) ? 1 : 0
}

/** The tests of one part alone, by the folders and files that `mutation.ts` names. */
export default defineConfig({
  test: {
    include: (process.env['MUTATION_TESTS'] ?? 'test/core/**/*.test.ts').split(' '),
    setupFiles: ['test/support/property-seed.ts'],
    // A handful of cases for each property; all of them would be tried for every mutant.
    env: { PROPERTY_RUNS: '5' },
    // One worker for all files: most of the time would go into starting them.
    isolate: false,
    sequence: { sequencer: QuickFirst },
    // Counting what each test reaches makes the loops of a fit many times slower.
    testTimeout: 120_000,
  },
})
