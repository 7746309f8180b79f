import { hanging } from './hanging.ts'

const OWN = 'assayd: '

/** What is said on standard error: further lines stand below the first, behind `assayd: `. */
export function complaint(...texts: readonly string[]): string {
  const width = process.stderr.columns ?? Infinity
  const lines = texts.filter((text) => text !== '').flatMap((text) => text.split('\n'))
  const told = lines.map((line, at) => (at === 0 ? OWN : ' '.repeat(OWN.length)) + line)
  const fitting = told.flatMap((line) => hanging(line, OWN.length, width))
  return fitting.map((line) => `${line}\n`).join('')
}
