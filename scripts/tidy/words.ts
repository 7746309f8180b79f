import type { Finding, Source, TextFile } from './source.ts'

const LEFT_OVER = /\b(TODO|FIXME|XXX)\b/
const MACHINE_PATH = /(?<![\w.~-])(?:\/(?:home|work|root)\/|[A-Za-z]:\\+Users\b)/
const REGISTRY =
  /https?:\/\/[^\s"'`)>]*(?:registry|artifactory|nexus|verdaccio)[^\s"'`)>]*|_auth[T]oken/i

function everyLine(file: TextFile, rule: string, told: (line: string) => string | undefined) {
  return file.lines.flatMap((text, index): Finding[] => {
    const what = told(text)
    return what === undefined ? [] : [{ file: file.path, line: index + 1, rule, what }]
  })
}

/** Work that was put off, in the comments of a source file. */
export function leftOver(source: Source): readonly Finding[] {
  return source.comments.flatMap((comment) => {
    const match = LEFT_OVER.exec(comment.value)
    if (match === null) return []
    const line = source.lineAt(comment.start + 2 + match.index)
    return [{ file: source.path, line, rule: 'left-over', what: `'${match[0]}'; do it or name it` }]
  })
}

/** Work that was put off, in documents and settings. */
export function leftOverText(file: TextFile): readonly Finding[] {
  if (!/\.(md|ya?ml|sh|R|py)$/.test(file.path)) return []
  return everyLine(file, 'left-over', (line) => {
    const match = LEFT_OVER.exec(line)
    return match === null ? undefined : `'${match[0]}'; do it or name it`
  })
}

/** Paths of one machine, which no other machine has. */
export function machinePath(file: TextFile): readonly Finding[] {
  return everyLine(file, 'machine-path', (line) => {
    const match = MACHINE_PATH.exec(line)
    return match === null ? undefined : `'${match[0]}' is a path of one machine`
  })
}

/** Addresses of one network's package registry, or the keys to it. */
export function registryAddress(file: TextFile): readonly Finding[] {
  return everyLine(file, 'registry-address', (line) => {
    const match = REGISTRY.exec(line)
    return match === null ? undefined : `'${match[0]}' belongs to one network`
  })
}
