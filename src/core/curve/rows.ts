import type { Standards } from './curve-model.ts'
import type { Rows } from './levenberg-marquardt.ts'
import { at } from './matrix.ts'

/** The concentrations at which a formula is evaluated, and which of them each point has. */
export interface Evaluated {
  readonly places: Places
  readonly rows: Rows
}

/** Concentrations, each once, ascending. */
export type Places = Pick<Standards, 'concentrations' | 'logs'>

/** Every concentration of the standards once: replicates share the formula's exponentials. */
export function evaluatedAt({ concentrations, logs }: Standards): Evaluated {
  const of = new Int32Array(concentrations.length)
  let count = 0
  for (let i = 0; i < of.length; i += 1) {
    if (i === 0 || at(concentrations, i) !== at(concentrations, i - 1)) count += 1
    of[i] = count - 1
  }
  const places = { concentrations: new Float64Array(count), logs: new Float64Array(count) }
  for (let i = 0; i < of.length; i += 1) {
    places.concentrations[of[i] ?? -1] = at(concentrations, i)
    places.logs[of[i] ?? -1] = at(logs, i)
  }
  return { places, rows: { count, of } }
}
