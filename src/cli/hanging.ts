import { stripVTControlCharacters } from 'node:util'

import { terminalWidth } from './terminal-width.ts'

/**
 * A text broken at spaces so that it fits the width; lines after the first are indented. A word
 * that is longer, as a path, stays whole. A pipe has no width and gets the text in one line.
 */
export function hanging(text: string, indent: number, width = terminalWidth()): readonly string[] {
  const margin = ' '.repeat(indent)
  const [, lead = '', rest = ''] = /^(\s*)(.*)$/su.exec(text) ?? []
  const [first = '', ...words] = rest.split(' ')
  const lines: string[] = []
  let line = `${lead}${first}`
  for (const word of words) {
    const longer = `${line} ${word}`
    if (shown(longer) <= width) line = longer
    else {
      lines.push(line)
      line = `${margin}${word}`
    }
  }
  return [...lines, line]
}

/** How many columns it takes. */
function shown(text: string): number {
  return Array.from(stripVTControlCharacters(text)).length
}
