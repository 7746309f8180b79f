/**
 * `npm run demo`: the whole way once. A simulated reader says the shipped demo plate over TCP, the
 * daemon hears, stores, computes and exports it, and then the results are held against what is
 * really on the plate.
 */
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { textTable } from '../src/cli/text-table.ts'
import { openStore } from '../src/store/open-store.ts'
import { comparePlate, type Comparison, type TrueSample } from './demo/compare.ts'
import { NOISE, SEED, TRUE_CURVE } from './demo/truth.ts'

const PLATE = 'DEMO-0001'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = join(root, 'data', 'demo')

function print(...lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`)
}

function readTruth(): readonly TrueSample[] {
  const [, ...lines] = readFileSync(join(root, 'config/demo/truth.csv'), 'utf8').trim().split('\n')
  return lines.map((line) => {
    const [slot = '', condition = '', concentration = '', about = ''] = line.split(',')
    return { slot: Number(slot), condition, concentration: Number(concentration), about }
  })
}

async function runOnce(): Promise<number> {
  const config = join(folder, 'config', 'assayd.yaml')
  const main = join(root, 'src', 'main.ts')
  const child = spawn(process.execPath, [main, 'run', '--once', '--config', config], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  return new Promise((resolve) => void child.once('exit', (code) => resolve(code ?? 1)))
}

function report(comparison: Comparison): void {
  const { lines, quantified, medianErrorPercent, covered, bounds, boundsRight } = comparison
  const { A, B, C, D } = TRUE_CURVE
  print(
    '',
    'How close the daemon came',
    'The demo plate is made, not measured (scripts/make-demo-plate.ts): true concentrations',
    `through the curve A=${A} B=${B} C=${C} D=${D}, pipetting CV ${NOISE.pipettingCvPercent} %,`,
    `reader SD ${NOISE.readerSdOd} OD, seed ${SEED}.`,
    '',
    ...textTable(['slot', 'condition', 'true', 'found', 'error %', 'state', 'about'], lines),
    '',
    `${quantified} concentrations quantified: median error ${medianErrorPercent.toFixed(1)} %,`,
    `the 95 % interval holds the truth in ${covered} of ${quantified}.`,
    `${bounds} out of range: the stated bound holds the truth in ${boundsRight} of ${bounds}.`,
  )
}

async function demo(): Promise<readonly string[]> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  cpSync(join(root, 'config'), join(folder, 'config'), { recursive: true })
  print('assayd demo: one simulated plate, from the wire to the CSV', '')
  if ((await runOnce()) !== 0) return ['the daemon ended with an error']
  const store = openStore(join(folder, 'data'))
  try {
    const analysis = store.plate(PLATE)?.analyses.at(-1)?.analysis
    if (analysis === undefined) return [`plate ${PLATE} has no analysis`]
    const comparison = comparePlate(analysis, readTruth())
    report(comparison)
    return comparison.troubles
  } finally {
    store.close()
  }
}

const troubles = await demo()
print('')
for (const trouble of troubles) process.stderr.write(`demo failed: ${trouble}\n`)
if (troubles.length === 0) print(`All files of this demo are in ${folder}. The demo passed.`)
process.exitCode = troubles.length === 0 ? 0 : 1
