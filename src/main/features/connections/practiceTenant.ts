import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { PracticeTenantState } from '../../../contract/practice/schema.ts';
import type { FaultQueue } from '../../../simulator/graph/faults.ts';
import { practiceTenantFaults } from '../../../simulator/graph/practiceFaults.ts';

/** The interface of the simulated tenant in practice mode. */
export interface PracticeTenant {
  state(): PracticeTenantState;
  /** Makes the tenant simulate one fault, or none. @throws KeydeskError invalid-input */
  setFault(fault: string | null): void;
}

export function practiceTenant(faults: Pick<FaultQueue, 'add' | 'clear'>): PracticeTenant {
  let current: string | null = null;
  return {
    state: () => ({ fault: current, faults: [...practiceTenantFaults.keys()] }),
    setFault: fault => {
      const chosen = fault === null ? null : practiceTenantFaults.get(fault);
      if (chosen === undefined) throw new KeydeskError('invalid-input', { detail: 'no-such-fault' });
      faults.clear();
      if (chosen !== null) faults.add(chosen);
      current = fault;
    },
  };
}
