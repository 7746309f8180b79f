/*
 * node scripts/bootstrap.mjs scripts/x.ts [arguments]: runs a program of this project on a machine
 * that has nothing but some Node with npm. Plain JavaScript without packages, for any Node from 18.
 */
import { launch } from './launch/launch.mjs'

const [program, ...args] = process.argv.slice(2)
if (program === undefined) {
  process.stderr.write('Usage: node scripts/bootstrap.mjs PROGRAM.ts [ARGUMENTS]\n')
  process.exit(2)
}
await launch(program, args)
