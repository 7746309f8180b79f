/** A fault of the world around the daemon: what a test does to it, and what must come of it. */
export interface WorldFault {
  readonly fault: string
  /** What the test does, for real. */
  readonly injected: string
  /** What the daemon does about it. */
  readonly expected: string
  /** What the operator reads; `…` stands for what differs each time. */
  readonly seen: string
  readonly stored: string
}

/** Every row of `docs/faults.md`, by a word that its test names. */
export const WORLD_FAULTS = {
  'disk-full': {
    fault: 'the disk is full: database, captures and log',
    injected: 'a tmpfs of 24 MB under the data folder, filled to the last byte in mid-plate',
    expected:
      'the reader is let go and asked again after growing waits; with room again it goes on by ' +
      'itself',
    seen: 'ENOSPC: no space left on device, write. Trying again in … s.',
    stored: 'every plate that was told as stored; `verify` finds nothing wrong',
  },
  'captures-full': {
    fault: 'the disk of the captures alone is full',
    injected: 'a tmpfs of 1 MB under `data/captures`, filled',
    expected: 'no plate is asked for that could not be captured; with room again it goes on',
    seen: "Unable to write the capture '…': ENOSPC: no space left on device, write. Trying again",
    stored: 'as many plates as the captures hold',
  },
  'log-full': {
    fault: 'the disk of the log is full',
    injected: 'a tmpfs of 64 kB under `data/logs`, filled',
    expected: 'plates are read, stored and exported as ever; the log has a gap',
    seen: 'is analysed as',
    stored: 'everything',
  },
  'read-only': {
    fault: 'the file system fails and becomes read-only',
    injected: 'an ext4 image under the data folder, mounted again with `abort`',
    expected:
      'nothing is asked of the reader any more; after a restart on a sound disk all goes on',
    seen: 'EROFS: read-only file system, … Trying again in … s.',
    stored: 'everything that was told as stored',
  },
  locked: {
    fault: 'another program holds the database',
    injected: 'a second process with BEGIN EXCLUSIVE, for longer than SQLite waits',
    expected: 'what is heard is captured and waits; stored in order as soon as the lock is gone',
    seen: "The database '…' is held by another program: database is locked.",
    stored: 'every plate, once',
  },
  corrupt: {
    fault: 'pages of the database are damaged',
    injected: 'bytes of every second page flipped while the daemon is stopped',
    expected:
      'the daemon does not start; a backup that is restored with the captures of the damaged ' +
      'folder hears them again',
    seen: "The database '…' is damaged",
    stored: 'every plate that was captured, also those after the backup',
  },
  torn: {
    fault: 'power fails: the newest writes are torn',
    injected: 'SIGKILL, the last 100 bytes of the WAL cut, half a line behind the capture',
    expected: 'SQLite leaves out the torn transaction; the capture is heard again',
    seen: 'capture … was heard again',
    stored: 'every plate whose last byte is in a capture, once',
  },
  'clock-back': {
    fault: 'the clock goes back by a day',
    injected: 'libfaketime under a running daemon',
    expected: 'a new capture begins with the new time; plates stay in the order they were read',
    seen: 'The clock of this computer went … s back',
    stored: 'every plate once, and the fault `clock-jumped`',
  },
  'clock-forward': {
    fault: 'the clock goes forward by a year',
    injected: 'libfaketime under a running daemon',
    expected: 'a new capture begins with the new time; no wait is shortened or lengthened',
    seen: 'The clock of this computer went … s forward',
    stored: 'every plate once, and the fault `clock-jumped`',
  },
  'share-gone': {
    fault: 'the share for exports does not take files',
    injected: 'a read-only tmpfs mounted over the export folder, then unmounted',
    expected: 'told once; no reader waits; everything is written in order when it is back',
    seen: 'EROFS: read-only file system',
    stored: 'every result; the files are there at the end',
  },
  'share-hangs': {
    fault: 'the share for exports hangs',
    injected: 'an ext4 image under the export folder, frozen by fsfreeze for 40 s',
    expected: 'told after 30 s; no reader waits, no second write is begun; then all is written',
    seen: "Writing into '…' has not come back for 30 s.",
    stored: 'every result; the files are there at the end',
  },
  'port-gone': {
    fault: 'the port of a reader is gone',
    injected: 'the socket of the reader closed in mid-stream, and opened again',
    expected: 'half a plate is a fault with its bytes; the port is tried again after growing waits',
    seen: 'Trying again in 2 s.',
    stored: 'every whole plate',
  },
  'config-broken': {
    fault: 'the configuration is broken by an edit',
    injected: '`assayd.yaml` cut in the middle of a line while the daemon runs',
    expected: 'refused with file and line; the one in force stays, and no byte is dropped',
    seen: 'assayd.yaml:…: ',
    stored: 'every plate',
  },
} as const satisfies Readonly<Record<string, WorldFault>>

/** What the operator must read, as a pattern. */
export function patternOf({ seen }: WorldFault): RegExp {
  return new RegExp(
    seen
      .split('…')
      .map(literal)
      .join(String.raw`[\s\S]+?`),
  )
}

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}

const TITLE = `# What the daemon does when the world fails

Written by \`npm run world-faults\`. Each row is a test in \`test/e2e/faults\` that does it for real
to a daemon of its own, and compares what is seen and stored; those that mount disks need root.

| fault | injected | what happens | the operator reads | stored |
|---|---|---|---|---|
`

const POWER = `
## Power loss

What is on the disk for good, in this order, each step before the next:

1. The file of a capture, its name and its header, before the database names it.
2. What a reader sent, before the reader is told that it was taken (where its protocol tells it).
3. The bytes of a read in the capture, and then the read with its bytes in one transaction (WAL,
   \`synchronous=FULL\`), before it is told as stored.
4. All bytes of a capture, before the database notes that it need not be heard again.
5. The files of an export, under names of their own and renamed when whole, before the export is
   noted as done.

Bytes of a plate that is under way are with the operating system as they come, so that a killed
process loses none; a power cut can lose the newest of them, and then the plate is not whole and
becomes a fault. A torn end of the WAL is one transaction that was not told as stored; SQLite leaves
it out. A torn last line of a capture is left out.
`

/** The whole of \`docs/faults.md\`. */
export function faultsText(): string {
  const rows = Object.values<WorldFault>(WORLD_FAULTS).map(
    ({ fault, injected, expected, seen, stored }) =>
      `| ${[fault, injected, expected, seen.trim(), stored].join(' | ')} |\n`,
  )
  return TITLE + rows.join('') + POWER
}
