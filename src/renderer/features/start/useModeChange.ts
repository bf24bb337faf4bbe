import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Failure } from '../../../contract/errors/failure.ts';
import type { SystemInfo } from '../../../contract/system/schema.ts';
import { api } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { hrefOf, type Route } from '../../ui/page/route.ts';

/** The page that this window opens after the change of mode. */
let next: Route = { page: 'users' };

/** Changes between practice and real mode. `changing` stays true until the window has loaded again. */
export function useSetMode(): {
  setMode(practice: boolean, then: Route): void;
  changing: boolean;
  failure: Failure | null;
} {
  const change = useMutation(api.settings.setMode.mutationOptions());
  return {
    setMode: (practice, then) => {
      next = then;
      change.mutate({ practice });
    },
    changing: change.isPending || change.isSuccess,
    failure: change.isError ? failureOf(change.error) : null,
  };
}

/** Reloads the window when the core restarted in the other mode, because its data belongs to the other tenant. */
export function useModeChange(info: SystemInfo | undefined): void {
  const practice = info?.practice;
  const first = useRef(practice);
  useEffect(() => {
    if (practice === undefined) return;
    first.current ??= practice;
    if (first.current === practice) return;
    window.location.hash = hrefOf(next);
    window.location.reload();
  }, [practice]);
}
