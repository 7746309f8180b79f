/** A line of a unit, or a comment on what follows. */
export type UnitLine = readonly [key: string, value: string] | { readonly why: string }

/** The three sections of a unit, in the order they are written. */
export interface Unit {
  readonly unit: readonly UnitLine[]
  readonly service: readonly UnitLine[]
  readonly install: readonly UnitLine[]
}

/** A unit as the text of its file. */
export function textFromUnit({ unit, service, install }: Unit): string {
  const sections = [
    ['Unit', unit],
    ['Service', service],
    ['Install', install],
  ] as const
  return sections.map(([name, lines]) => `[${name}]\n${lines.map(lineText).join('')}`).join('\n')
}

function lineText(line: UnitLine): string {
  return 'why' in line ? `# ${line.why}\n` : `${line[0]}=${line[1]}\n`
}

/**
 * One word of a command or a path as a unit takes it: quoted where it holds blanks, and with what
 * systemd would expand written twice.
 */
export function unitWord(text: string): string {
  const plain = text.replaceAll('%', '%%').replaceAll('$', '$$$$')
  return /[\s"'\\]/.test(plain) ? `"${plain.replaceAll(/["\\]/g, String.raw`\$&`)}"` : plain
}
