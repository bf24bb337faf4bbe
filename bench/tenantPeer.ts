/** A tenant in a process of its own. */
import { startGraphSimulator } from '../src/simulator/graph/server.ts';
import { answerQuestions } from './peer.ts';

export type TenantQuestion =
  | { readonly users: number; readonly teams?: number }
  | 'change 100 users'
  | 'forget passkeys';
export interface TenantAnswer {
  readonly url: string;
  readonly token: string;
}

let simulator: Awaited<ReturnType<typeof startGraphSimulator>> | undefined;

answerQuestions<TenantQuestion, TenantAnswer>(async question => {
  if (question === 'forget passkeys') {
    if (simulator !== undefined) simulator.state.methods.length = 0;
  } else if (question !== 'change 100 users') {
    simulator = await startGraphSimulator(question);
    // Waiting for Graph's own limit would not measure the import.
    simulator.state.behavior.reportLimit = false;
  } else {
    for (let n = 1; n <= 100; n++) {
      simulator?.tenant.changeUser(`user${n}@contoso.example`, { jobTitle: `Changed ${n}` });
    }
  }
  return { url: simulator?.url ?? '', token: simulator?.token ?? '' };
});
