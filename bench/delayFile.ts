import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the watched key host of a bench writes, by the id of the bench's process: a key host is given no variables that it does not need. */
export function delayFile(bench: number): string {
  return join(tmpdir(), `keydesk-bench-delay-${bench}`);
}
