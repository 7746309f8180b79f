import type { SimulatedPlate, Simulator } from './simulator.ts'

/** How a simulated reader is put on the wire. */
export interface ServeOptions {
  readonly simulator: Simulator
  /** At least one; the reader finds them in its carrier one after the other. */
  readonly plates: readonly SimulatedPlate[]
  /** `tcp://host:port`; port 0 takes any that is free. */
  readonly listen: string
  /**
   * `real`: waits as the reader would, and bytes as fast as the wire carries them; `fast`: no waits
   * at all.
   */
  readonly pace: 'real' | 'fast'
  readonly fault: string | null
  readonly seed: number
  /** What the reader's driver is told about it. */
  readonly settings?: unknown
  /**
   * How long the person at the reader waits before pressing START again, in milliseconds; the first
   * time is when the host connects. Null or left out: nobody presses it.
   */
  readonly startEveryMs?: number | null
  /** Speed of the wire for pace `real`; 9600 when not given. */
  readonly baud?: number
  /**
   * What is in the carrier after the last plate: the first again (`again`, when not given), or
   * still the last.
   */
  readonly afterLastPlate?: 'again' | 'stays'
  /** Told in one sentence of every connection that comes, goes or is refused. */
  readonly tell?: (sentence: string) => void
}

/** A simulated reader listening on TCP. */
export interface ServedSimulator {
  /** The address with the port that was given, `tcp://127.0.0.1:5555`. */
  readonly address: string
  close(): Promise<void>
}
