/*
 * `npm run bench`: how fast a plate becomes results, then how fast a curve is fitted. Each runs in
 * a process of its own, so that neither warms up nor fills the memory of the other. Exits 1 when
 * one of them misses its aim.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const BENCHES = ['bench-latency.ts', 'bench-fit.ts']

const codes = BENCHES.map((name) => {
  process.stdout.write(`--- ${name}\n`)
  const file = join(import.meta.dirname, name)
  const { status, error } = spawnSync(process.execPath, [file], { stdio: 'inherit' })
  if (error !== undefined) throw error
  return status
})
process.exitCode = codes.every((code) => code === 0) ? 0 : 1
