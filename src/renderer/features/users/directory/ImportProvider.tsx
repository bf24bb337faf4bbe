import { createContext, type ReactNode, useContext, useMemo, useRef, useState } from 'react';
import type { ImportEvent } from '../../../../contract/directory/schema.ts';
import { api, client, queryClient } from '../../../client/client.ts';
import { failureOf } from '../../../client/failure.ts';

/** The window's import, which continues while the person uses other pages. `last` is its newest event. */
export interface Import {
  readonly running: boolean;
  readonly last: ImportEvent | null;
  start(full: boolean): void;
  stop(): void;
  dismiss(): void;
}

const ImportContext = createContext<Import | null>(null);

export function useImport(): Import {
  const value = useContext(ImportContext);
  if (value === null) throw new Error('useImport outside ImportProvider');
  return value;
}

export function ImportProvider({ children }: { children: ReactNode }) {
  const [last, setLast] = useState<ImportEvent | null>(null);
  const [running, setRunning] = useState(false);
  const controller = useRef<AbortController | null>(null);
  const value = useMemo<Import>(
    () => ({
      running,
      last,
      start: full => {
        const stop = new AbortController();
        controller.current = stop;
        setRunning(true);
        void follow(full, stop.signal, setLast).finally(() => setRunning(false));
      },
      stop: () => controller.current?.abort(),
      dismiss: () => setLast(null),
    }),
    [running, last],
  );
  return <ImportContext value={value}>{children}</ImportContext>;
}

async function follow(full: boolean, signal: AbortSignal, tell: (event: ImportEvent) => void): Promise<void> {
  const nothing = { new: 0, changed: 0, left: 0, groups: 0, memberships: 0, registrations: 0 };
  let counts = nothing;
  try {
    for await (const event of await client.directory.import({ full }, { signal })) {
      ({ counts } = event);
      tell(event);
    }
  } catch (error) {
    tell(signal.aborted ? { kind: 'stopped', counts } : { kind: 'failed', failure: failureOf(error), counts });
  } finally {
    await queryClient.invalidateQueries({ queryKey: api.directory.key() });
    await queryClient.invalidateQueries({ queryKey: api.users.key() });
  }
}
