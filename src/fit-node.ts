/*
 * The first import of main.ts. An older Node that strips types would get as far as better-sqlite3
 * and crash there without a word. The range is that of `engines` in package.json.
 */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major !== 24 || minor < 12) {
  process.stderr.write(
    `assayd: Node >=24.12 <25 is needed and this is ${process.versions.node}. ` +
      "Start it with 'npm start' or 'assayd', which bring the right one.\n",
  )
  process.exit(1)
}
