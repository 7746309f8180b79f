import { spawnSync } from 'node:child_process'

export interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}

/** Runs a program to its end and gives what it printed. Throws with everything it said. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): string {
  const { status, signal, stdout, stderr, error } = spawnSync(program, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (error !== undefined) throw new Error(`${program} cannot be run: ${error.message}`)
  if (status === 0) return stdout
  const end = signal ?? `code ${status}`
  throw new Error(`${program} ${args.join(' ')} ended with ${end}:\n${stdout}${stderr}`)
}
