const GIVE_UP_AFTER_MS = 10_000

/** Lets real sockets and files go on until `done` holds; fails with `what` when it never does. */
export async function until(done: () => boolean, what: string): Promise<void> {
  const giveUpAtMs = performance.now() + GIVE_UP_AFTER_MS
  while (!done()) {
    if (performance.now() > giveUpAtMs) throw new Error(`It never came to this: ${what}.`)
    await new Promise((resolve) => void setImmediate(resolve))
  }
}
