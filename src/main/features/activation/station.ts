import { hostname } from 'node:os';
import type { ActivationParts, ActivationScope, ActivationStation } from './activation.ts';
import { createCodes } from './codes.ts';
import type { StationContext } from './context.ts';
import { activationOf } from './ofTenant.ts';
import { createSignInTimes } from './signInTimes.ts';
import { Sittings } from './sittings.ts';
import { watchStayedKeys } from './stayedKeys.ts';

/** Creates the activations at this computer. */
export function createActivation(parts: ActivationParts): ActivationStation {
  const { store } = parts;
  const station = hostname();
  const closing = new AbortController();
  const context: StationContext = {
    parts,
    station,
    codes: createCodes({ ...parts, database: store.database, station }),
    sittings: new Sittings<ActivationScope>(parts.time),
    times: createSignInTimes(store),
    stayed: watchStayedKeys(parts.keyHost, parts.onOtherPin),
    closing: closing.signal,
    signingIn: new Set(),
    running: new Map(),
  };
  return {
    of: scope => activationOf({ ...context, scope }),
    close: async () => {
      closing.abort();
      context.stayed.close();
      await Promise.allSettled(context.signingIn);
    },
  };
}
