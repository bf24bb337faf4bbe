import { implement } from '@orpc/server';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { practiceContract } from '../../../contract/practice/procedures.ts';
import { watch } from '../../base/stream.ts';
import type { KeyHost } from '../../services/keys/keyHost.ts';
import type { PracticeTenant } from '../connections/practiceTenant.ts';

export interface PracticeParts {
  readonly keyHost: Pick<KeyHost, 'ready' | 'practice' | 'onPractice' | 'problems' | 'act'>;
  /** Returns the simulated tenant. @throws KeydeskError invalid-input outside practice mode */
  readonly tenant: () => PracticeTenant;
}

/** Returns the procedures for the software key and the simulated tenant of practice mode. */
export function practiceProcedures({ keyHost, tenant }: PracticeParts) {
  const os = implement(practiceContract);
  const state = () => {
    const present = keyHost.practice();
    if (present !== null) return present;
    throw keyHost.problems()[0] ?? new KeydeskError('invalid-input', { detail: 'practice-off' });
  };
  return os.router({
    watch: os.watch.handler(async ({ signal }) => {
      await keyHost.ready();
      return watch(state(), listener => keyHost.onPractice(listener), signal);
    }),
    insert: os.insert.handler(() => keyHost.act('insert')),
    remove: os.remove.handler(() => keyHost.act('remove')),
    touch: os.touch.handler(() => keyHost.act('touch')),
    setTouch: os.setTouch.handler(({ input }) => keyHost.act({ touchPolicy: input.policy })),
    insertFresh: os.insertFresh.handler(() => keyHost.act('insert-fresh')),
    setModel: os.setModel.handler(({ input }) => keyHost.act({ model: input.model })),
    tenant: os.tenant.handler(() => tenant().state()),
    setTenantFault: os.setTenantFault.handler(({ input }) => {
      const present = tenant();
      present.setFault(input.fault);
      return present.state();
    }),
    setFault: os.setFault.handler(({ input }) => keyHost.act({ fault: input.fault })),
  });
}
