/*
 * `node scripts/new-driver.ts NAME`: makes the folder drivers/NAME of an invented reader that
 * passes the conformance suite, and test/drivers/NAME with its judge. What is invented is then
 * replaced by what a source states, file by file.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'

const TEMPLATE = new URL('new-driver/template/', import.meta.url)
const ROOT = new URL('../', import.meta.url)
/** The name that stands in the template. */
const INVENTED = 'invented-reader'

const [name = ''] = process.argv.slice(2)
if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
  throw new RangeError(`Expected a name like 'vendor-model' in kebab-case, got '${name}'.`)
}
const driver = new URL(`drivers/${name}/`, ROOT)
const test = new URL(`test/drivers/${name}/`, ROOT)
for (const folder of [driver, test]) {
  if (existsSync(folder)) throw new RangeError(`${folder.pathname} exists; nothing was written.`)
  mkdirSync(folder, { recursive: true })
}
for (const file of readdirSync(TEMPLATE)) {
  const isJudge = file === 'judge.ts'
  const text = readFileSync(new URL(file, TEMPLATE), 'utf8').replaceAll(INVENTED, name)
  // Drivers lie one folder higher than the template does.
  const placed = isJudge ? text : text.replaceAll("'../../../src/", "'../../src/")
  writeFileSync(new URL(file, isJudge ? test : driver), placed)
}
console.log(`drivers/${name} and test/drivers/${name} hold an invented reader. Next:
  npm run readers-table
  npm run fault-table -- --driver ${name}
  npx vitest run test/drivers/conformance.test.ts -t ${name}
  npm run fuzz -- --driver ${name}`)
