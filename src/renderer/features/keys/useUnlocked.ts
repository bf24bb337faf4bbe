import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

/**
 * Reads something from a key that needs the PIN. After the key has accepted the PIN, keeps it while the dialog is open.
 * SECURITY: only the state of the dialog holds the PIN. No cache keeps it.
 */
export function useUnlocked<T>(read: (pin: string) => Promise<T>, onSettled: () => void) {
  const [unlocked, setUnlocked] = useState<{ pin: string; value: T } | null>(null);
  const reading = useMutation({
    mutationFn: async (pin: string) => ({ pin, value: await read(pin) }),
    gcTime: 0,
    onSettled,
    onSuccess: setUnlocked,
  });
  const change = useMutation({
    mutationFn: async (work: (pin: string) => Promise<unknown>) => {
      if (unlocked === null) return;
      await work(unlocked.pin);
      setUnlocked({ ...unlocked, value: await read(unlocked.pin) });
    },
    gcTime: 0,
    onSettled,
  });
  return {
    value: unlocked?.value ?? null,
    unlock: reading.mutate,
    /** Runs a change with the PIN, then reads again. */
    change: change.mutate,
    work: { isPending: reading.isPending || change.isPending, error: reading.error ?? change.error },
  };
}
