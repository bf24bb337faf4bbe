const listeners = new Set<() => void>();
let open = 0;

/** Notes a dialog that opens. Returns the function to call when it is gone. */
export function noteDialog(): () => void {
  change(1);
  return () => change(-1);
}

/** Whether a dialog is open. */
export function isDialogOpen(): boolean {
  return open > 0;
}

/** Listens to dialogs that open and close. */
export function onDialogs(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function change(by: number): void {
  open += by;
  for (const listener of listeners) listener();
}
