import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Returns the file to which the watched key host of a bench writes, by the id of the bench's process. The key host gets
 * no environment variables that it does not need.
 */
export function delayFile(bench: number): string {
  return join(tmpdir(), `keydesk-bench-delay-${bench}`);
}
