import { defineConfig } from 'vitest/config'

/** The tests of one part alone, by the folder that `mutation.ts` names. */
export default defineConfig({
  test: {
    include: [`${process.env['MUTATION_TESTS'] ?? 'test/core'}/**/*.test.ts`],
    setupFiles: ['test/support/property-seed.ts'],
  },
})
