/**
 * Signals with which a person, a terminal or the system asks a program to end. Windows sends SIGBREAK for Ctrl-Break.
 */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const;
/**
 * A terminal signals the whole process group, and the programs that started ours (npm, scripts/keydesk.mjs) forward
 * their signals. Signals within this time, in ms, count as one request.
 */
const ONE_REQUEST = 1000;
/** The exit code that shells use for a program that Ctrl-C ended. */
const INTERRUPTED = 130;

/**
 * Calls `end` once when the process is asked to end. A second request later ends the process at once. The pipe to the key
 * host closes then, so the key host cancels requests that wait on keys.
 * @returns a function that stops listening
 */
export function onEndSignal(end: () => void): () => void {
  let first: number | undefined;
  const listener = () => {
    if (first === undefined) {
      first = performance.now();
      end();
    } else if (performance.now() - first > ONE_REQUEST) {
      process.exit(INTERRUPTED);
    }
  };
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}
