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

/** A comment, or `//` comments one under the other, that begins its line and has it for itself. */
interface Passage {
  readonly start: number
  readonly end: number
  readonly indent: string
  readonly opening: '/**' | '/*' | '//'
  readonly words: readonly string[]
}

/** The words of a block comment, line by line, without stars. */
function wordsOfBlock(value: string): readonly string[] {
  const lines = value
    .replace(/^\*/, '')
    .split('\n')
    .map((line, index) => (index === 0 ? line.trim() : line.replace(/^\s*\* ?/, '').trimEnd()))
  const first = lines[0] === '' ? 1 : 0
  return lines.slice(first, lines.at(-1)?.trim() === '' ? -1 : undefined)
}

/** The comment as a passage, or undefined when it shares its line with code. */
function passageOf({ text }: Source, comment: Comment): Passage | undefined {
  const { start, end, type, value } = comment
  const indent = text.slice(text.lastIndexOf('\n', start - 1) + 1, start)
  const after = /[^\n]*/.exec(text.slice(end))?.[0] ?? ''
  if (indent.trim() !== '' || after.trim() !== '') return undefined
  if (type === 'Line') return { start, end, indent, opening: '//', words: [value.trim()] }
  const opening = value.startsWith('*') ? '/**' : '/*'
  return { start, end, indent, opening, words: wordsOfBlock(value) }
}

/** Joins `//` comments that follow one another without an empty line between them. */
function passagesOf(source: Source): readonly Passage[] {
  const passages: Passage[] = []
  for (const comment of source.comments) {
    const next = passageOf(source, comment)
    if (next === undefined) continue
    const last = passages.at(-1)
    const between = last === undefined ? '' : source.text.slice(last.end, next.start)
    const adjoins = /^\r?\n[ \t]*$/.test(between) && last?.indent === next.indent
    if (last?.opening === '//' && next.opening === '//' && adjoins) {
      passages[passages.length - 1] = {
        ...last,
        end: next.end,
        words: [...last.words, ...next.words],
      }
    } else {
      passages.push(next)
    }
  }
  return passages
}

function textOf({ opening, indent, words }: Passage): string {
  const lines = wrapped(words, COLUMNS_MAX - indent.length - 3)
  if (opening === '//') return lines.map((line) => `// ${line}`.trimEnd()).join(`\n${indent}`)
  const starred = lines.map((line) => `${indent} * ${line}`.trimEnd())
  return [opening, ...starred, `${indent} */`].join('\n')
}

function isWide({ text }: Source, { indent, start, end }: Passage): boolean {
  const lines = `${indent}${text.slice(start, end)}`.split('\n')
  return lines.some((line) => widthOf(line) > COLUMNS_MAX)
}

/** The file with its comments broken to the width that the formatter gives to code. */
export function wrapComments(path: string, text: string): string {
  const source = parse(path, text)
  if (!('comments' in source)) return text
  let done = text
  for (const passage of passagesOf(source).toReversed()) {
    if (!isWide(source, passage)) continue
    done = done.slice(0, passage.start) + textOf(passage) + done.slice(passage.end)
  }
  return done
}
