/**
 * What a promise is rejected with, to look at once the test has moved on; fails when it is
 * fulfilled.
 */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('The promise was not rejected.')
}
