import { describe, expect, it } from 'vitest'

import { wrapComments } from '../../scripts/tidy/wrap.ts'

const WORDS = 'word '.repeat(19).trim()
const wrap = (text: string) => wrapComments('a.ts', text)

describe('comments that are too wide', () => {
  it('become a block when they stood on one line', () => {
    expect(wrap(`/** ${WORDS} too wide now. */\nconst a = 1\n`)).toBe(
      `/**\n * ${WORDS}\n * too wide now.\n */\nconst a = 1\n`,
    )
  })

  it('keep their indent', () => {
    const narrower = 'word '.repeat(18).trim()
    const text = `interface A {\n  /** ${narrower} and some more. */\n  a: 1\n}\n`
    expect(wrap(text)).toBe(
      `interface A {\n  /**\n   * ${narrower} and\n   * some more.\n   */\n  a: 1\n}\n`,
    )
  })

  it('hand what is left over to the next line of the paragraph, not past an empty one', () => {
    expect(wrap(`/**\n * ${WORDS} one two.\n * Three.\n *\n * Four.\n */\n`)).toBe(
      `/**\n * ${WORDS}\n * one two. Three.\n *\n * Four.\n */\n`,
    )
  })

  it('leave lists as lists', () => {
    expect(wrap(`/**\n * - ${WORDS} one.\n * - Two.\n */\n`)).toBe(
      `/**\n * - ${WORDS}\n *   one.\n * - Two.\n */\n`,
    )
  })

  it('do not break inside of code where there is another place', () => {
    const text = `/** ${'word '.repeat(18)}\`a b c d e\` end. */\n`
    expect(wrap(text)).toBe(`/**\n * ${'word '.repeat(18).trim()}\n * \`a b c d e\` end.\n */\n`)
  })

  it('break after two slashes as well', () => {
    expect(wrap(`  // ${WORDS} too wide.\n  a()\n`)).toBe(`  // ${WORDS}\n  // too wide.\n  a()\n`)
  })

  it('are one paragraph when lines with slashes follow one another', () => {
    const text = `// ${WORDS} one two\n// three.\n\n// Alone.\na()\n`
    expect(wrap(text)).toBe(`// ${WORDS}\n// one two three.\n\n// Alone.\na()\n`)
  })

  it('keep an ordinary block comment ordinary', () => {
    expect(wrap(`/* ${WORDS} too wide. */\n`)).toBe(`/*\n * ${WORDS}\n * too wide.\n */\n`)
  })
})

describe('what is left alone', () => {
  it.each([
    ['a narrow comment, however it is laid out', '/**\n   *   odd\n */\nconst a = 1\n'],
    ['a comment behind code', `const a = 1 // ${WORDS} too wide.\n`],
    ['one word without a space', `// ${'w'.repeat(120)}\n`],
    ['a string that looks like a comment', `const a = \`\n// ${WORDS} too wide.\n\`\n`],
    ['a file that cannot be parsed', `const = 1 // a\n/** ${WORDS} too wide. */\n`],
  ])('%s', (_what, text) => {
    expect(wrap(text)).toBe(text)
  })

  it('is everything the second time', () => {
    const once = wrap(`/** ${WORDS} ${WORDS} ${WORDS} */\n// ${WORDS} ${WORDS}\n`)
    expect(wrap(once)).toBe(once)
  })
})
