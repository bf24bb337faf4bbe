/** With these a person, a terminal or the system asks a program to end. Windows sends SIGBREAK for Ctrl-Break. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const;
/**
 * A terminal signals a whole process group, and the programs in front of ours (npm, scripts/keydesk.mjs) pass on what they
 * get. What comes within so many ms is one request.
 */
const ONE_REQUEST = 1000;
/** As shells have it for a program that Ctrl-C ended. */
const INTERRUPTED = 130;

/**
 * Calls `end` once when the process is asked to end, and lets it work. Whoever asks again later does not want to wait for that:
 * the process ends at once. The key host then cancels what waits on the keys, because the pipe to it closes.
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
