// A reply: `ERE`, a blank, the error code, and behind another blank the data, ended by CR. Sources:
// Model 550 manual, p. 32; Model 680 manual, p. 47. The code of success and the list of the others
// stand on no page that was seen.

/** The code of any command but `AQ` to a Model 680 that is not under remote control. */
export const NOT_REMOTE = '8073'

/** The first line of a reply, without its CR. */
export interface ReplyLine {
  readonly code: string
  readonly data: string
}

/** The reply that a line begins; undefined when it is none. */
export function replyFromLine(line: string): ReplyLine | undefined {
  const match = /^ERE +(\d{1,5})(?: (.*))?$/i.exec(line)
  if (match?.[1] === undefined) return undefined
  return { code: match[1], data: match[2] ?? '' }
}

/** The line of a reply, without its CR. */
export function lineFromReply({ code, data }: ReplyLine): string {
  return data === '' ? `ERE ${code}` : `ERE ${code} ${data}`
}

/** Wavelengths of the answer to `FSTATUS` by position, 0 for `***`; undefined when it is none. */
export function filtersFromText(text: string): readonly number[] | undefined {
  const places = text.trim().split(/ +/)
  if (places.length !== FILTER_PLACES || !places.every((each) => /^(\d{3}|\*{3})$/.test(each))) {
    return undefined
  }
  return places.map((each) => (each === EMPTY_PLACE ? 0 : Number(each)))
}

/** The answer to `FSTATUS`. */
export function textFromFilters(filtersNm: readonly number[]): string {
  return Array.from({ length: FILTER_PLACES }, (_, index) => {
    const wavelengthNm = filtersNm[index] ?? 0
    return wavelengthNm === 0 ? EMPTY_PLACE : String(wavelengthNm).padStart(3, '0')
  }).join(' ')
}

const FILTER_PLACES = 8
const EMPTY_PLACE = '***'

/**
 * The temperature that `ISTATUS` tells, in °C: whether there is an incubator, whether it is on,
 * what it was set to, what it is. Null when there is none, or the text is no such answer.
 */
export function temperatureFromText(text: string): number | null {
  const match = /^ *([01]) +[01] +\d{1,2}\.\d +(\d{1,2}\.\d) *$/.exec(text)
  return match?.[1] === '1' ? Number(match[2]) : null
}
