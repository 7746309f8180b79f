import { COLUMNS_MAX, parse, widthOf } from './source.ts'
import type { Source } from './source.ts'

type Comment = Source['comments'][number]

/** A list item, a table row, a tag or an indented line is not joined to the line before it. */
const STANDS_ALONE = /^(\s|[-*|@]|\d+\.|$)/

/** The last space at which the line may be broken: outside of `code` where there is one. */
function breakAt(line: string, width: number): number {
  const spaces = [...line.matchAll(/(?<=\S) (?=\S)/g)]
    .map(({ index }) => index)
    .filter((index) => widthOf(line.slice(0, index)) <= width)
  const outside = spaces.filter((index) => line.slice(0, index).split('`').length % 2 === 1)
  return outside.at(-1) ?? spaces.at(-1) ?? -1
}

/** Breaks lines that are too wide; what is left over goes before the next line of the paragraph. */
function wrapped(lines: readonly string[], width: number): readonly string[] {
  const done: string[] = []
  let rest = ''
  for (const [index, line] of lines.entries()) {
    let text = rest === '' ? line : `${rest} ${line}`
    const next = lines[index + 1]
    rest = ''
    while (widthOf(text) > width && breakAt(text, width) > 0) {
      const at = breakAt(text, width)
      const hang = /^(\s*)([-*] |\d+\. )?/.exec(text)?.[0].length ?? 0
      done.push(text.slice(0, at))
      text = ' '.repeat(hang) + text.slice(at + 1)
      const last = widthOf(text) <= width
      if (last && next !== undefined && !STANDS_ALONE.test(next) && hang === 0) rest = text
    }
    if (rest === '') done.push(text)
  }
  return done
}

/** The words of a block comment, line by line, without stars. */
function wordsOf(value: string): readonly string[] {
  const lines = value
    .replace(/^\*/, '')
    .split('\n')
    .map((line, index) => (index === 0 ? line.trim() : line.replace(/^\s*\* ?/, '').trimEnd()))
  const first = lines[0] === '' ? 1 : 0
  return lines.slice(first, lines.at(-1)?.trim() === '' ? -1 : undefined)
}

function wrappedBlock({ value }: Comment, indent: string): string {
  const width = COLUMNS_MAX - indent.length - 3
  const lines = wrapped(wordsOf(value), width).map((line) => `${indent} * ${line}`.trimEnd())
  return [value.startsWith('*') ? '/**' : '/*', ...lines, `${indent} */`].join('\n')
}

function wrappedLine({ value }: Comment, indent: string): string {
  const lines = wrapped([value.trim()], COLUMNS_MAX - indent.length - 3)
  return lines.map((line) => `// ${line}`).join(`\n${indent}`)
}

/** The comment as it should stand, or undefined when it is narrow or shares its line with code. */
function replacement(source: Source, comment: Comment): string | undefined {
  const from = source.text.lastIndexOf('\n', comment.start - 1) + 1
  const end = source.text.indexOf('\n', comment.end)
  const indent = source.text.slice(from, comment.start)
  const after = source.text.slice(comment.end, end < 0 ? undefined : end)
  if (indent.trim() !== '' || after.trim() !== '') return undefined
  const lines = source.text.slice(from, comment.end).split('\n')
  if (lines.every((line) => widthOf(line) <= COLUMNS_MAX)) return undefined
  return comment.type === 'Block' ? wrappedBlock(comment, indent) : wrappedLine(comment, indent)
}

/** The file with its comments broken to the width that the formatter gives to code. */
export function wrapComments(path: string, text: string): string {
  const source = parse(path, text)
  if (!('comments' in source)) return text
  let done = text
  for (const comment of source.comments.toReversed()) {
    const better = replacement(source, comment)
    if (better !== undefined) {
      done = done.slice(0, comment.start) + better + done.slice(comment.end)
    }
  }
  return done
}
