import { useEffect, useRef, useState } from 'react';
import type { SignInEvent } from '../../../../contract/connections/schema.ts';
import { spokenLanguage } from '../../../../words/say.ts';
import { client, queryClient } from '../../../client/client.ts';
import { failureOf } from '../../../client/failure.ts';

/** A sign-in as the window follows it. Leaving the page cancels it. */
export interface SignIn {
  readonly running: boolean;
  /** The newest event; null before the first one, and after a cancel. */
  readonly last: SignInEvent | null;
  start(method?: 'browser' | 'device-code'): void;
  cancel(): void;
}

export function useSignIn(id: string): SignIn {
  const [last, setLast] = useState<SignInEvent | null>(null);
  const [running, setRunning] = useState(false);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);

  const follow = async (method: 'browser' | 'device-code' | undefined, { signal }: AbortController) => {
    try {
      const request = { id, language: spokenLanguage(), ...(method !== undefined && { method }) };
      for await (const event of await client.connections.signIn(request, { signal })) setLast(event);
    } catch (error) {
      setLast(signal.aborted ? null : { kind: 'failed', failure: failureOf(error) });
    } finally {
      if (signal.aborted) setLast(null);
      setRunning(false);
      // Not awaited: the live lists among the queries never finish.
      void queryClient.invalidateQueries();
    }
  };

  return {
    running,
    last,
    start: method => {
      const controller = new AbortController();
      abort.current = controller;
      setLast(null);
      setRunning(true);
      void follow(method, controller);
    },
    cancel: () => abort.current?.abort(),
  };
}
