/*
 * Checks the layers and the norms that can be counted: `node scripts/tidy.ts [FOLDER]`.
 * Prints `file:line: rule: what` for every breach at once and exits 1 when there is one.
 */
import { check } from './tidy/check.ts'
import { EXCEPTIONS } from './tidy/exceptions.ts'

const [root] = process.argv.slice(2)
const findings =
  root === undefined ? check(`${import.meta.dirname}/..`, EXCEPTIONS) : check(root, [])

for (const { file, line, rule, what } of findings) console.log(`${file}:${line}: ${rule}: ${what}`)
console.log(findings.length === 0 ? 'tidy' : `${findings.length} findings`)
process.exitCode = findings.length === 0 ? 0 : 1
