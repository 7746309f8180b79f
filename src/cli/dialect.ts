import { Option } from 'commander'

/** `--separator`, of commands that write CSV files. */
export function separatorOption(): Option {
  return new Option('--separator <sign>', 'between fields').choices([',', ';'])
}

/** `--decimal`, of commands that write CSV files. */
export function decimalOption(): Option {
  return new Option('--decimal <sign>', 'in numbers').choices(['.', ','])
}
