import type { Activation } from './activation.ts';
import { type ActivationContext, tenantOf } from './context.ts';
import { makeCodes } from './manyCodes.ts';
import { enterCode, signIn, signInConnection, signInTold, trySignIn } from './prove.ts';
import { answerPin, runSitting } from './runSitting.ts';
import { makeCode, withdrawCode } from './staffCodes.ts';

/** Returns the activations of one tenant. */
export function activationOf(context: ActivationContext): Activation {
  const { parts, scope, codes, sittings, times } = context;
  return {
    state: async () => {
      const connection = signInConnection(context);
      // Offers the sign-in if it is unknown whether it works. The sign-in itself checks strictly.
      const offersSignIn = connection !== null && (await times.told(connection)) !== false;
      return { locked: parts.locked, tenant: scope.tenant.name, signIn: offersSignIn };
    },
    signIn: (language, signal) => signIn(context, language, signal),
    enterCode: (user, code) => enterCode(context, user, code),
    run: (handle, signal) => runSitting(context, handle, signal),
    answerPin: answer => answerPin(context, answer),
    trySignIn: signal => trySignIn(context, signal),
    signInTold: () => signInTold(context),
    leave: handle => sittings.end(handle),
    makeCode: (user, hours) => makeCode(context, user, hours),
    makeCodes: (request, signal) => makeCodes(context, request, signal),
    codes: () => codes.list(tenantOf(context)),
    withdrawCode: id => withdrawCode(context, id),
  };
}
