import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const ENTER = join(import.meta.dirname, 'enter.sh')
const NAMESPACES = ['--mount', '--pid', '--fork', '--uts', '--ipc', '--cgroup', '--kill-child']
const GIVE_UP_AFTER_MS = 90_000
const LOOK_EVERY_MS = 250

/** What a command said, both outputs in one, and how it ended. */
export interface Said {
  readonly code: number | null
  readonly text: string
}

/** A Debian in a folder with processes of its own. */
export interface Machine {
  readonly root: string
  /** Runs a shell command in it to its end. */
  run(command: string): Said
  /** Starts a shell command in it; resolves to its exit code. */
  start(command: string): Promise<number | null>
  /** Resolves to whether `done` held before long. */
  until(done: () => boolean): Promise<boolean>
  stop(): Promise<void>
}

/** Starts the Debian in `root` with `init` as its first process. */
export async function startMachine(root: string, init: readonly string[]): Promise<Machine> {
  const child = spawn('unshare', [...NAMESPACES, 'sh', ENTER, root, ...init], { stdio: 'ignore' })
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()))
  const until: Machine['until'] = async (done) => {
    const giveUpAtMs = performance.now() + GIVE_UP_AFTER_MS
    while (!done()) {
      if (performance.now() > giveUpAtMs || child.exitCode !== null) return false
      await new Promise((resolve) => void setTimeout(resolve, LOOK_EVERY_MS))
    }
    return true
  }
  const isIn = (): boolean => firstProgram(child.pid) === init[0]
  if (!(await until(isIn))) throw new Error(`${root} did not start with ${init.join(' ')}.`)
  const pid = String(childrenOf(child.pid)[0])
  const enter = ['-t', pid, '-m', '-p', '-u', '-i', '-C', 'chroot', root]
  const inside = (command: string) => [...enter, '/usr/bin/env', '-i', PATH_IN, 'sh', '-c', command]
  return {
    root,
    until,
    run: (command) => {
      const { status, stdout, stderr } = spawnSync('nsenter', inside(command), { encoding: 'utf8' })
      return { code: status, text: `${stdout}${stderr}`.trim() }
    },
    start: (command) =>
      new Promise((resolve) => {
        spawn('nsenter', inside(command), { stdio: 'ignore' }).once('exit', resolve)
      }),
    stop: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

const PATH_IN = 'PATH=/usr/sbin:/usr/bin:/sbin:/bin'

function childrenOf(pid: number | undefined): readonly number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    return text.split(' ').filter(Boolean).map(Number)
  } catch {
    // It ended while it was looked at.
    return []
  }
}

/** The program that is the first process inside; the shell that prepares it comes before. */
function firstProgram(unshare: number | undefined): string | undefined {
  const [pid] = childrenOf(unshare)
  return pid === undefined ? undefined : readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0]
}
