import { useEffect, useRef } from 'react';

/** Calls a function when the component is removed, but not when React only runs its effects again. */
export function useOnLeave(onLeave: () => void): void {
  const latest = useRef(onLeave);
  const rendered = useRef(false);
  useEffect(() => {
    latest.current = onLeave;
  }, [onLeave]);
  useEffect(() => {
    rendered.current = true;
    return () => {
      rendered.current = false;
      queueMicrotask(() => {
        if (!rendered.current) latest.current();
      });
    };
  }, []);
}
