type OnFailure = (error: NodeJS.ErrnoException, stream: NodeJS.WriteStream) => void;

/**
 * Keeps this process alive if writing to stdout or stderr fails: the reader of a pipe ended, the terminal was closed,
 * or a disk is full. An `error` event without a listener would end the process in the middle of an enrollment.
 * @param onFailure Called for every failed write
 */
export function surviveClosedOutput(onFailure: OnFailure = () => undefined): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', error => onFailure(error, stream));
}
