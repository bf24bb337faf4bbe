import { useEffect, useRef } from 'react';

/** How long something must have been in sight to count as seen, in ms. */
const LOOK = 2000;
const TICK = 250;

/** Calls a function once when what is rendered has been in a visible window for as long as it takes to read it. */
export function useSeen(onSeen: (() => void) | undefined): void {
  const latest = useRef(onSeen);
  useEffect(() => {
    latest.current = onSeen;
  }, [onSeen]);
  useEffect(() => {
    let seen = 0;
    const timer = setInterval(() => {
      if (document.visibilityState !== 'visible') return;
      seen += TICK;
      if (seen < LOOK) return;
      clearInterval(timer);
      latest.current?.();
    }, TICK);
    return () => clearInterval(timer);
  }, []);
}
