import type { SampleResult } from './analysis.ts'

/** A sample as a person names it: the specimen and what it was incubated with. */
export function nameOf({ specimen, condition }: SampleResult): string {
  return [specimen, condition].filter((part) => part !== '').join(' ')
}
