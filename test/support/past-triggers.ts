import type Database from 'better-sqlite3'

/** Lets the work write past every trigger, and puts them back as somebody careful would. */
export function pastTriggers(database: Database.Database, work: () => void): void {
  const sql = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
  const triggers = database.prepare<[], { name: string; sql: string }>(sql).all()
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`)
  work()
  for (const trigger of triggers) database.exec(trigger.sql)
}
