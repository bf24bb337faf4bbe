/** Returns the current time in the database's format: ISO 8601 in UTC. */
export function now(): string {
  return new Date().toISOString();
}
