import { implement } from '@orpc/server';
import { activationContract } from '../../../contract/activation/procedures.ts';
import type { Activation } from './activation.ts';

/** Returns the procedures for the activation of keys by their users. */
export function activationProcedures(scope: () => Activation) {
  const os = implement(activationContract);
  return os.router({
    state: os.state.handler(() => scope().state()),
    signIn: os.signIn.handler(({ input, signal }) => scope().signIn(input.language, signal)),
    enterCode: os.enterCode.handler(({ input }) => scope().enterCode(input.user, input.code)),
    run: os.run.handler(({ input, signal }) => scope().run(input.sitting, signal)),
    answerPin: os.answerPin.handler(({ input }) => scope().answerPin(input)),
    leave: os.leave.handler(({ input }) => scope().leave(input.sitting)),
    codes: {
      make: os.codes.make.handler(({ input }) => scope().makeCode(input.user, input.hours)),
      makeMany: os.codes.makeMany.handler(({ input, signal }) => scope().makeCodes(input, signal)),
      list: os.codes.list.handler(() => scope().codes()),
      withdraw: os.codes.withdraw.handler(({ input }) => scope().withdrawCode(input.id)),
    },
  });
}
