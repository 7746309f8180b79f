/** Why assayd could not start, in one line; `output` is what npm printed, when that helps. */
export class LaunchFailure extends Error {
  constructor(message, output = '') {
    super(message)
    this.output = output
  }
}
