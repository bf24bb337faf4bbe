import type { ActivationCode, MadeCode } from '../../../contract/activation/schema.ts';
import { type ActivationContext, checkedUser, tenantOf } from './context.ts';

/** Default validity of a code, in hours: three days, so that it lasts over a weekend. */
const HOURS = 72;

/** Creates a code for a user, and records that. @param hours its validity; default 72 @throws KeydeskError user-… */
export function makeCode(context: ActivationContext, user: string, hours = HOURS): Promise<MadeCode> {
  return context.scope.activity.during('activation-code-made', async subject => {
    subject.user = { userPrincipalName: user };
    const found = await checkedUser(context, user);
    subject.user = found;
    const made = await context.codes.make(tenantOf(context), found, hours);
    subject.facts = { codeId: made.id, expiresAt: made.expiresAt };
    return made;
  });
}

/** Withdraws a code, and records that. @throws KeydeskError activation-code-not-found */
export function withdrawCode(context: ActivationContext, id: string): Promise<ActivationCode> {
  return context.scope.activity.during('activation-code-withdrawn', async subject => {
    subject.facts = { codeId: id };
    const code = await context.codes.withdraw(tenantOf(context), id);
    subject.user = code.user;
    return code;
  });
}
