/** Control bytes of the dialect. Source: PyLabRobot at 598b58f; eizemazal/spectramax at 37be1cb. */
export const CR = 0x0d
export const LF = 0x0a
const TAB = 0x09
/** `>`, which ends every part of an answer. */
export const PROMPT = 0x3e

/** What an answer is made of: blank to tilde, tabs, ends of lines. */
export function isOfText(byte: number): boolean {
  return (byte >= 0x20 && byte <= 0x7e) || byte === TAB || byte === CR || byte === LF
}
