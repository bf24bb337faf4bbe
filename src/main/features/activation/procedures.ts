import { implement } from '@orpc/server';
import { activationContract } from '../../../contract/activation/procedures.ts';
import type { Activation } from './activation.ts';

/** Users activate their own keys. */
export function activationProcedures(bind: () => Activation) {
  const os = implement(activationContract);
  return os.router({
    state: os.state.handler(() => bind().state()),
    signIn: os.signIn.handler(({ input, signal }) => bind().signIn(input.language, signal)),
    enterCode: os.enterCode.handler(({ input }) => bind().enterCode(input.user, input.code)),
    run: os.run.handler(({ input, signal }) => bind().run(input.sitting, signal)),
    answerPin: os.answerPin.handler(({ input }) => bind().answerPin(input)),
    leave: os.leave.handler(({ input }) => bind().leave(input.sitting)),
    codes: {
      make: os.codes.make.handler(({ input }) => bind().makeCode(input.user, input.hours)),
      list: os.codes.list.handler(() => bind().codes()),
      withdraw: os.codes.withdraw.handler(({ input }) => bind().withdrawCode(input.id)),
    },
  });
}
