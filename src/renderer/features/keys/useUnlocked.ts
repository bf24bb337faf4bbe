import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

/**
 * What a key shows only under its PIN, and the PIN itself for as long as a dialog is open. SECURITY: in memory of the
 * dialog alone; no cache keeps it. The PIN is kept only after the key took it.
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
    /** Does something under the PIN and reads again. */
    change: change.mutate,
    work: { isPending: reading.isPending || change.isPending, error: reading.error ?? change.error },
  };
}
