type OnFailure = (error: NodeJS.ErrnoException, stream: NodeJS.WriteStream) => void;

/**
 * Keeps this process alive when stdout or stderr cannot be written: the reader of a pipe ended, the terminal was closed, a disk is full.
 * Node ends a process by an `error` event without a listener, in the middle of an enrollment.
 * @param onFailure is called for every failed write
 */
export function surviveClosedOutput(onFailure: OnFailure = () => undefined): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', error => onFailure(error, stream));
}
