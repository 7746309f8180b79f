import { Argument, type Command, type Option } from 'commander'

import type { AddCommand } from './command.ts'
import { completionScript, SHELLS, type Node } from './completion-scripts.ts'

/** `assayd completion SHELL`: a script that completes commands and options in a shell. */
export const addCompletion: AddCommand = (program, tools) => {
  program
    .command('completion')
    .description('print a script that completes commands and options in your shell')
    .addArgument(new Argument('<shell>', 'your shell').choices(SHELLS))
    .action((shell: string) => {
      tools.print(completionScript(shell, nodesOf(program)))
    })
}

/** The program and every command beneath it, as what may stand behind each. */
function nodesOf(program: Command): readonly Node[] {
  const walk = (command: Command, path: readonly string[]): readonly Node[] => {
    const shown = command.createHelp()
    const commands = shown.visibleCommands(command)
    const options = shown.visibleOptions(command)
    const node: Node = {
      path,
      commands: commands.map((each) => ({ name: each.name(), says: each.description() })),
      options: options.flatMap(optionWords),
      choices: command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
    }
    const below = commands.filter((each) => each.name() !== 'help')
    return [node, ...below.flatMap((each) => walk(each, [...path, each.name()]))]
  }
  return walk(program, [])
}

function optionWords(option: Option): Node['options'] {
  const takes = option.required || option.optional ? (option.argChoices ?? []) : null
  const names = [option.long, option.short].filter((name) => name !== undefined && name !== null)
  return names.map((name) => ({ name, says: option.description, takes }))
}
