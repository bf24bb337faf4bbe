import type { WaitReason } from '../../../contract/enrollment/waits.ts';

/**
 * Remembers until when Graph wants no requests, so that one part of the app does not ask again while another was told to wait.
 * Times are in ms since the epoch.
 */
export interface ThrottleGate {
  /** Returns how long requests to this address should still wait, in ms; 0 when they may go. */
  left(address: string, now: number): number;
  /** Returns why the address is closed. */
  reason(address: string): WaitReason;
  /** Notes that Graph answered this address with Retry-After, and why. */
  close(address: string, until: number, reason: WaitReason): void;
  /** A wait for this address is over. */
  open(address: string): void;
}

/** One gate for each service that Graph throttles by itself: the report has limits of its own, and so have passkeys. */
export function createThrottleGate(): ThrottleGate {
  const closed = new Map<string, { until: number; reason: WaitReason }>();
  return {
    left: (address, now) => Math.max(0, (closed.get(serviceOf(address))?.until ?? 0) - now),
    reason: address => closed.get(serviceOf(address))?.reason ?? 'throttled',
    close: (address, until, reason) => {
      const service = serviceOf(address);
      if (until > (closed.get(service)?.until ?? 0)) closed.set(service, { until, reason });
    },
    open: address => void closed.delete(serviceOf(address)),
  };
}

function serviceOf(address: string): string {
  const path = URL.parse(address)?.pathname ?? '';
  if (path.includes('/authentication/')) return 'authentication';
  return path.split('/')[2] ?? '';
}
