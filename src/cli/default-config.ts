/**
 * The configuration of commands that are not told one: beside the folder they are called in, as in
 * a clone, or where an installed assayd says that it is.
 */
export const DEFAULT_CONFIG = process.env.ASSAYD_CONFIG ?? 'config/assayd.yaml'
