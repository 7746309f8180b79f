/**
 * Whether a name that something else wrote down stays within the folder it is joined to, on every
 * system: no step up, no absolute path, no drive, no stream of NTFS, no sign that ends a name.
 */
export function staysWithin(name: string): boolean {
  const isPlain = !/[\\:\0]/.test(name)
  return isPlain && name.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
}
