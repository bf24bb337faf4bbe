const listeners = new Set<() => void>();
let open = 0;

/** Registers an open dialog. Returns a function to call when it is closed. */
export function noteDialog(): () => void {
  change(1);
  return () => change(-1);
}

/** Returns whether a dialog is open. */
export function isDialogOpen(): boolean {
  return open > 0;
}

/** Calls a listener when a dialog opens or closes. Returns the function that removes the listener. */
export function onDialogs(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function change(by: number): void {
  open += by;
  for (const listener of listeners) listener();
}
