import { implement } from '@orpc/server';
import { policyContract } from '../../../contract/policy/procedures.ts';
import { checkPolicy, type PolicyCheckParts } from './check.ts';
import type { Policies } from './policies.ts';

export interface PolicyScope extends PolicyCheckParts {
  readonly policies: Policies;
}

/** Returns the procedures for the passkey policy. */
export function policyProcedures(scope: () => PolicyScope) {
  const os = implement(policyContract);
  return os.router({
    state: os.state.handler(({ input }) => scope().policies.state(input)),
    check: os.check.handler(({ input, signal }) => checkPolicy(scope(), input, signal)),
  });
}
