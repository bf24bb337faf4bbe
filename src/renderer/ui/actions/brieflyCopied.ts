import { useSyncExternalStore } from 'react';

/** How long a secret stays on the clipboard, in ms. */
export const COPIED_FOR = 60_000;

let wipeAt: number | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function set(next: number | null): void {
  wipeAt = next;
  for (const listener of listeners) listener();
}

/**
 * Copies a secret, and empties the clipboard after a minute. SECURITY: a browser lets only the focused window write. If the window has no focus
 * then, the clipboard is emptied as soon as it has. It is emptied whatever it contains, because Keydesk may not read it.
 * @throws DOMException if the clipboard cannot be written
 */
export async function copyBriefly(secret: string): Promise<void> {
  await navigator.clipboard.writeText(secret);
  clearTimeout(timer);
  timer = setTimeout(wipe, COPIED_FOR);
  set(Date.now() + COPIED_FOR);
}

/** Empties the clipboard now if it has a secret. */
export function wipe(): void {
  clearTimeout(timer);
  window.removeEventListener('focus', wipe);
  if (wipeAt === null) return;
  navigator.clipboard.writeText('').then(
    () => set(null),
    () => window.addEventListener('focus', wipe),
  );
}

/** Returns when the clipboard is emptied, in ms since 1970; null if it has no secret. */
export function useWipeTime(): number | null {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => wipeAt,
  );
}
