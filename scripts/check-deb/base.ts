import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { run } from '../package/run.ts'

const SUITE = 'bookworm'
/** What the package depends on and recommends; the rest is Debian's smallest. */
const INCLUDED = 'adduser,systemd,systemd-sysv,udev,dbus'

/** Where files are handed in; not part of what is checked. */
export const HANDED_IN = '/srv/check'

/** What this machine lacks for the check; empty when it can be done. */
export function lacking(): readonly string[] {
  const programs = ['debootstrap', 'unshare', 'nsenter', 'chroot', 'dpkg-deb']
  const missing = programs.filter((name) => !hasProgram(name))
  return process.getuid?.() === 0 ? missing : ['the rights of root', ...missing]
}

function hasProgram(name: string): boolean {
  const folders = (process.env.PATH ?? '').split(':')
  return folders.some((folder) => existsSync(join(folder, name)))
}

/** A fresh Debian without assayd; fetched once into the cache, copied from there. */
export function freshDebian(cache: string, name: string): string {
  const base = join(cache, `base-${SUITE}`)
  const ready = join(cache, `base-${SUITE}.ready`)
  if (!existsSync(ready)) {
    rmSync(base, { recursive: true, force: true })
    mkdirSync(cache, { recursive: true })
    run('debootstrap', ['--variant=minbase', `--include=${INCLUDED}`, SUITE, base])
    mkdirSync(ready)
  }
  const fresh = join(cache, name)
  rmSync(fresh, { recursive: true, force: true })
  run('cp', ['-a', base, fresh])
  return fresh
}

/** Puts a file into a Debian, where nothing tidies up; gives its path inside. */
export function handIn(root: string, file: string, name: string): string {
  mkdirSync(join(root, HANDED_IN), { recursive: true })
  cpSync(file, join(root, HANDED_IN, name))
  return join(HANDED_IN, name)
}
