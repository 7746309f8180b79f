/** A file by its name and the hash of what is in it. */
interface NamedFile {
  readonly name: string
  readonly hash: string
}

/** How a file differs between two versions of a configuration. */
export interface FileChange {
  readonly name: string
  readonly kind: 'added' | 'changed' | 'removed'
}

/** Which files differ, in the order of their names. */
export function changedFiles(
  before: readonly NamedFile[],
  after: readonly NamedFile[],
): readonly FileChange[] {
  const was = new Map(before.map(({ name, hash }) => [name, hash]))
  const is = new Map(after.map(({ name, hash }) => [name, hash]))
  const names = [...new Set([...was.keys(), ...is.keys()])].toSorted()
  return names.flatMap((name): readonly FileChange[] => {
    if (was.get(name) === is.get(name)) return []
    if (!was.has(name)) return [{ name, kind: 'added' }]
    return [{ name, kind: is.has(name) ? 'changed' : 'removed' }]
  })
}

/** `assays/il6.yaml changed, layouts/old.yaml removed`; that nothing differs, in words. */
export function changesInWords(changes: readonly FileChange[]): string {
  if (changes.length === 0) return 'no file differs'
  return changes.map(({ name, kind }) => `${name} ${kind}`).join(', ')
}
