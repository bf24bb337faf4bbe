import { useEffect, useState } from 'react';

/** How long a PIN is on the screen before it can be confirmed, in ms. A key press that was meant for the one before must not confirm it. */
const MOMENT = 1500;

/** Returns whether something has been on the screen for a moment. */
export function useAfterMoment(id: string | undefined): boolean {
  const [seen, setSeen] = useState<string>();
  useEffect(() => {
    setSeen(undefined);
    if (id === undefined) return;
    const timer = setTimeout(() => setSeen(id), MOMENT);
    return () => clearTimeout(timer);
  }, [id]);
  return id !== undefined && seen === id;
}
