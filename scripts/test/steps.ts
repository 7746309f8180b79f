import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const MODULES = join(import.meta.dirname, '..', '..', 'node_modules')

/** One check of the project: a program with its arguments. */
export interface Step {
  readonly name: string
  /** The file that Node runs, and what it is told. */
  readonly command: readonly string[]
  /** True when the program's own words are worth seeing while it runs. */
  readonly talks: boolean
}

/** How a step ended. */
export interface StepResult {
  readonly name: string
  readonly passed: boolean
  readonly seconds: number
}

/** The file behind `node_modules/.bin/NAME`, without the shell script that Windows has there. */
export function binOf(library: string): string {
  const manifest = join(MODULES, library, 'package.json')
  const { bin }: { bin: string | Record<string, string> } = JSON.parse(
    readFileSync(manifest, 'utf8'),
  )
  const file = typeof bin === 'string' ? bin : Object.values(bin)[0]
  if (file === undefined) throw new Error(`Package '${library}' has no program.`)
  return join(MODULES, library, file)
}

/** Runs one step to its end; a silent step shows its words only when it fails. */
export function runStep({ name, command, talks }: Step): Promise<StepResult> {
  const began = performance.now()
  const words: Buffer[] = []
  const said = talks ? 'inherit' : 'pipe'
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, command, { stdio: ['ignore', said, said] })
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => words.push(chunk))
    }
    child.on('error', reject)
    child.on('close', (code) => {
      const passed = code === 0
      if (!passed) process.stdout.write(Buffer.concat(words))
      resolve({ name, passed, seconds: (performance.now() - began) / 1000 })
    })
  })
}
