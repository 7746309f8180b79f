import { isShipped, isTest } from './areas.ts'
import { at } from './source.ts'
import type { Finding, Place, Source } from './source.ts'

type Node = Place['node']

function isPlainError(node: Node): boolean {
  if (node.type !== 'NewExpression' && node.type !== 'CallExpression') return false
  return node.callee.type === 'Identifier' && node.callee.name === 'Error'
}

/**
 * What an operator may meet has a code and a hint; our own mistakes are TypeError or RangeError.
 */
export function plainError(source: Source): readonly Finding[] {
  if (!isShipped(source.path)) return []
  return source.places
    .filter(({ node }) => isPlainError(node))
    .map(({ node }) => at(source, 'plain-error')(node, "a plain 'Error'; throw AssaydError"))
}

function isEmptyFunction(node: Node): boolean {
  if (node.type !== 'ArrowFunctionExpression' && node.type !== 'FunctionExpression') return false
  return node.body?.type === 'BlockStatement' && node.body.body.length === 0
}

function isSilentCatch(node: Node): boolean {
  if (node.type === 'CatchClause') return node.body.body.length === 0
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false
  const { property } = node.callee
  if (property.type !== 'Identifier' || property.name !== 'catch') return false
  const [handler] = node.arguments
  return handler !== undefined && isEmptyFunction(handler)
}

/** An error that is caught and dropped is a lie about what happened. */
export function silentCatch(source: Source): readonly Finding[] {
  return source.places
    .filter(({ node }) => isSilentCatch(node))
    .map(({ node }) => at(source, 'silent-catch')(node, 'an empty catch; handle or name the error'))
}

function isConsole({ node }: Place): boolean {
  if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier') return false
  return node.object.name === 'console'
}

/** Only programs with a terminal in front of them print. */
export function consoleUse(source: Source): readonly Finding[] {
  const { path } = source
  if (path.startsWith('scripts/') || path.startsWith('src/cli/')) return []
  return source.places
    .filter(isConsole)
    .map(({ node }) => at(source, 'console')(node, "'console', allowed in scripts and src/cli"))
}

const TIMERS = /^(setTimeout|setInterval)$/

function isTimer(node: Node): boolean {
  if (node.type === 'ImportDeclaration') return node.source.value === 'node:timers/promises'
  if (node.type !== 'CallExpression') return false
  return node.callee.type === 'Identifier' && TIMERS.test(node.callee.name)
}

/** A test that waits for time to pass is slow on a good day and wrong on a bad one. */
export function sleepingTest(source: Source): readonly Finding[] {
  if (!isTest(source.path)) return []
  return source.places
    .filter(({ node }) => isTimer(node))
    .map(({ node }) => at(source, 'sleeping-test')(node, 'a timer; wait for what is awaited'))
}

const IMPURE = new Set([
  'Buffer',
  'console',
  'crypto',
  'fetch',
  'performance',
  'process',
  'setImmediate',
  'setInterval',
  'setTimeout',
])

function memberText(node: Node): string {
  if (node.type !== 'MemberExpression' || node.computed) return ''
  if (node.object.type !== 'Identifier' || node.property.type !== 'Identifier') return ''
  return `${node.object.name}.${node.property.name}`
}

/** A name that is used, not the name of a member, a key or a field. */
function isReference({ node, parent }: Place): boolean {
  if (node.type !== 'Identifier' || parent === undefined) return false
  const above = parent.node
  if (above.type === 'MemberExpression') return above.object === node || above.computed
  return !('key' in above && above.key === node) && !above.type.startsWith('TS')
}

function impurity(place: Place): string | undefined {
  const { node } = place
  if (node.type === 'NewExpression' && node.callee.type === 'Identifier') {
    return node.callee.name === 'Date' && node.arguments.length === 0 ? 'new Date()' : undefined
  }
  const member = memberText(node)
  if (member === 'Date.now' || member === 'Math.random') return member
  if (node.type !== 'Identifier' || !IMPURE.has(node.name)) return undefined
  return isReference(place) ? node.name : undefined
}

/** core and drivers are pure: no clock, no chance, no terminal, nothing of Node. */
export function purity(source: Source): readonly Finding[] {
  if (!/^(src\/core|drivers)\//.test(source.path)) return []
  return source.places.flatMap((place) => {
    const what = impurity(place)
    if (what === undefined) return []
    return [at(source, 'purity')(place.node, `'${what}' in a pure file; have it handed in`)]
  })
}
