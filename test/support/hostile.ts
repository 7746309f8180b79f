import fc from 'fast-check'

/** Texts that people and programs have broken others with. */
const KNOWN = [
  '',
  '.',
  '..',
  '../../etc/passwd',
  String.raw`..\..\windows\system32\config\sam`,
  '/etc/passwd',
  String.raw`C:\autoexec.bat`,
  'C:relative',
  'name.txt::$DATA',
  'CON',
  'nul.csv',
  '%2e%2e%2f',
  'a\0b',
  "'; DROP TABLE plates; --",
  '" OR 1=1 --',
  '<script>alert(1)</script>',
  '=1+1',
  '+1',
  '-1+2',
  '@SUM(A1)',
  '\t=1+1',
  '\r=1+1',
  '=HYPERLINK("http://evil.example","x")',
  '__proto__',
  'constructor',
  'toString',
  '\u202Egnp.exe',
  '\uFEFF=1+1',
  'x'.repeat(5000),
  '💉'.repeat(50),
  '\u001B[2J',
]

/** A hostile text: one of the known, parts of them put together, or chance. */
export const hostile = (): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom(...KNOWN),
    fc
      .array(fc.constantFrom(...KNOWN, '/', '\\', ':', ' ', '"', ',', ';', '\n'), {
        minLength: 1,
        maxLength: 4,
      })
      .map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 60 }),
  )
