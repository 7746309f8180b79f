import type { Observable } from 'rxjs'

import type { LineSettings } from './driver.ts'

/** An open port. */
export interface Connection {
  /**
   * What arrives, in chunks of any size. Errors with AssaydError `port-lost` when the line is gone;
   * completes when a replay ends.
   */
  readonly bytes$: Observable<Uint8Array>
  /**
   * Resolves when the bytes are handed to the operating system; rejects with AssaydError when they
   * cannot be.
   */
  write(bytes: Uint8Array): Promise<void>
  /** Changes baud rate and the like; does nothing where the line has none (TCP). */
  retune(settings: LineSettings): Promise<void>
  /** Idempotent. `bytes$` completes. */
  close(): Promise<void>
}

/** A way to reach a reader. The port's text chose it: `/dev/ttyUSB0`, `COM3`, `tcp://host:port`. */
export interface Transport {
  /** The port as configured. */
  readonly port: string
  /** True when line settings matter, so that trying several baud rates makes sense. */
  readonly hasLineSettings: boolean
  /** A connection that ended in good order is followed by another, as the files of a folder are. */
  readonly goesOn?: true
  /**
   * Everything that was heard in this content, the SHA-256 of what one connection delivered, is
   * stored; also said of a connection that was heard again after a crash. May be said twice.
   */
  readonly settled?: (content: string, heard: { readonly reads: number }) => void
  /** Opens the port. Rejects with AssaydError `port-open` with a hint. */
  connect(settings: LineSettings): Promise<Connection>
}
