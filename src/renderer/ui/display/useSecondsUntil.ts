import { useEffect, useState } from 'react';

/** Counts down the seconds until a time (ISO 8601); returns 0 after it. */
export function useSecondsUntil(time: string): number {
  const [seconds, setSeconds] = useState(() => secondsUntil(time));
  useEffect(() => {
    const tick = () => setSeconds(secondsUntil(time));
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [time]);
  return seconds;
}

function secondsUntil(time: string): number {
  return Math.max(0, (Date.parse(time) - Date.now()) / 1000);
}
