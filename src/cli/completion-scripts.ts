import { AssaydError } from '../core/errors.ts'

/** A command, and what may stand behind it on the command line. */
export interface Node {
  /** `['study', 'export']`; empty for the program itself. */
  readonly path: readonly string[]
  readonly commands: readonly { readonly name: string; readonly says: string }[]
  readonly options: readonly {
    readonly name: string
    readonly says: string
    /** Null when it takes no value; empty when any, such as a file. */
    readonly takes: readonly string[] | null
  }[]
  /** What its arguments may be, where that is a list. */
  readonly choices: readonly string[]
}

export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const

const SCRIPTS: Readonly<Record<string, (nodes: readonly Node[]) => string>> = {
  bash,
  zsh: (nodes) => `autoload -U +X bashcompinit && bashcompinit\n${bash(nodes)}`,
  fish,
  powershell,
}

/** The script for that shell. Throws AssaydError `option-unsuited` for a shell that is none. */
export function completionScript(shell: string, nodes: readonly Node[]): string {
  const script = SCRIPTS[shell]
  if (script !== undefined) return script(nodes)
  throw new AssaydError('option-unsuited', `There is no completion for '${shell}'.`, {
    hint: `Shells: ${SHELLS.join(', ')}.`,
  })
}

function keyOf({ path }: Node): string {
  return path.join(' ')
}

function wordsOf({ commands, options, choices }: Node): readonly string[] {
  return [...commands.map(({ name }) => name), ...choices, ...options.map(({ name }) => name)]
}

/** Options of a node that take a value, with the words it may be. */
function takers(nodes: readonly Node[]): readonly (readonly [string, readonly string[]])[] {
  return nodes.flatMap((node) =>
    node.options.flatMap(({ name, takes }) =>
      takes === null ? [] : [[`${keyOf(node)} ${name}`.trim(), takes] as const],
    ),
  )
}

function bash(nodes: readonly Node[]): string {
  const paths = nodes.filter(({ path }) => path.length > 0).map((node) => `"${keyOf(node)}"`)
  const values = takers(nodes).map(([key, words]) => {
    const found = words.length === 0 ? 'compgen -f' : `compgen -W "${words.join(' ')}"`
    return `    "${key}") COMPREPLY=($(${found} -- "$cur")); return ;;`
  })
  const words = nodes.map((node) => `    "${keyOf(node)}") words="${wordsOf(node).join(' ')}" ;;`)
  return `# Completion of assayd: source <(assayd completion bash)
_assayd() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" at="" words="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    word="\${at:+$at }$word"
    case "$word" in
    ${paths.join('|')}) at="$word" ;;
    esac
  done
  case "\${at:+$at }$prev" in
${values.join('\n')}
  esac
  case "$at" in
${words.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _assayd assayd`
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

function fish(nodes: readonly Node[]): string {
  const lines = nodes.flatMap((node) => {
    const { path, commands, options, choices } = node
    const below = commands.map(({ name }) => name).join(' ')
    const seen = path.map((word) => `__fish_seen_subcommand_from ${word}`)
    const unseen = below === '' ? [] : [`not __fish_seen_subcommand_from ${below}`]
    const when = [...seen, ...unseen].join('; and ')
    const start = `complete -c assayd${when === '' ? '' : ` -n ${quoted(when)}`}`
    return [
      ...commands.map(({ name, says }) => `${start} -f -a ${name} -d ${quoted(says)}`),
      ...choices.map((choice) => `${start} -f -a ${choice}`),
      ...options.map(({ name, says, takes }) => {
        const flag = name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`
        const value =
          takes === null ? '' : ` -r${takes.length === 0 ? '' : ` -a ${quoted(takes.join(' '))}`}`
        return `${start} ${flag}${value} -d ${quoted(says)}`
      }),
    ]
  })
  return ['# Completion of assayd: assayd completion fish | source', ...lines].join('\n')
}

function powershell(nodes: readonly Node[]): string {
  const text = (word: string): string => `'${word.replaceAll("'", "''")}'`
  const table = nodes.map((node) => {
    return `    ${text(keyOf(node))} = @(${wordsOf(node).map(text).join(', ')})`
  })
  return `# Completion of assayd: assayd completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName assayd -ScriptBlock {
  param($word, $ast, $position)
  $known = @{
${table.join('\n')}
  }
  $at = ''
  foreach ($element in $ast.CommandElements | Select-Object -Skip 1) {
    $longer = "$at $element".Trim()
    if ($known.ContainsKey($longer)) { $at = $longer }
  }
  $known[$at] | Where-Object { $_ -like "$word*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}`
}
