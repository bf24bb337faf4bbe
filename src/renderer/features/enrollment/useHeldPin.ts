import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { client } from '../../client/client.ts';
import { useEnrollments } from './EnrollmentProvider.tsx';
import type { Run } from './run.ts';

/** The random PIN of an enrollment that has ended. */
export interface HeldPinState {
  /** The PIN while it is shown. It is deleted when the page closes. */
  readonly pin: string | null;
  /** Whether the core has a PIN that is not shown here. */
  readonly offered: boolean;
  readonly error: unknown;
  show(): void;
  seen(): void;
}

/**
 * Reads the random PIN. The window that began the enrollment shows the PIN immediately. Any other window, or the same
 * one after a reload, shows it when a person asks for it. SECURITY: only the state of this page has it, and gcTime 0
 * keeps it out of every cache.
 */
export function useHeldPin(run: Run): HeldPinState {
  const { isOwn, pinSeen } = useEnrollments();
  const [pin, setPin] = useState<string | null>(null);
  const { enrollmentId } = run;
  const { mutate, error } = useMutation({
    mutationFn: () => client.enrollment.showPin({ enrollmentId }),
    gcTime: 0,
    onSuccess: answer => setPin(answer.pin),
  });
  const atOnce = run.pinHeld && isOwn(run);
  useEffect(() => {
    if (atOnce) mutate();
  }, [atOnce, mutate]);
  return { pin, offered: run.pinHeld && pin === null, error, show: () => mutate(), seen: () => pinSeen(run) };
}
