import type { WaitReason } from '../../../contract/enrollment/waits.ts';

/**
 * Remembers until when Graph accepts no requests, so that all parts of Keydesk wait after one of them was throttled.
 * Times are in ms since the epoch.
 */
export interface ThrottleGate {
  /** Returns how long requests to this address must still wait, in ms; 0 if they may be sent. */
  left(address: string, now: number): number;
  /** Returns why the address is closed. */
  reason(address: string): WaitReason;
  /** Records that Graph answered this address with Retry-After, and why. */
  close(address: string, until: number, reason: WaitReason): void;
  /** Ends the wait for this address. */
  open(address: string): void;
}

/**
 * Creates one gate for each service that Graph throttles separately: the report has its own limits, and so do passkeys.
 */
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
