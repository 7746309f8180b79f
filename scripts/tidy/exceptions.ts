import type { Finding } from './source.ts'

/** A breach that stands for a reason. */
export interface Exception {
  readonly file: string
  readonly rule: string
  /** How many findings it covers; fewer is a mistake too, so that the list can only shrink. */
  readonly findings: number
  /** Why the file is right and the rule is wrong here, as a sentence. */
  readonly reason: string
}

/** The breaches that stand. An entry leaves this list as soon as its breach is gone. */
export const EXCEPTIONS: readonly Exception[] = [
  {
    file: 'test/serial/serial.test.ts',
    rule: 'sleeping-test',
    findings: 1,
    reason: 'What a port costs in CPU time can only be seen while time goes by.',
  },
]

/** The findings that no exception covers, and the exceptions that cover less than they claim. */
export function withoutExceptions(
  findings: readonly Finding[],
  exceptions: readonly Exception[],
): readonly Finding[] {
  const covers = ({ file, rule }: Exception): readonly Finding[] =>
    findings.filter((found) => found.file === file && found.rule === rule)
  const fitting = exceptions.filter((each) => covers(each).length === each.findings)
  const excused = new Set(fitting.flatMap(covers))
  const wrong = exceptions.filter((each) => !fitting.includes(each))
  return [
    ...findings.filter((found) => !excused.has(found)),
    ...wrong.map((each) => ({
      file: each.file,
      line: 0,
      rule: 'exception',
      what: `'${each.rule}' is excused ${each.findings} times, found ${covers(each).length} times`,
    })),
  ]
}
