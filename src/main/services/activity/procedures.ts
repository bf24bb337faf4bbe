import { implement } from '@orpc/server';
import { activityContract } from '../../../contract/activity/procedures.ts';
import type { Activity } from './activity.ts';

/** Creates the procedures of the activity log. */
export function activityProcedures(scope: () => Activity) {
  const os = implement(activityContract);
  return os.router({
    list: os.list.handler(({ input }) => scope().list(input)),
    verify: os.verify.handler(({ input }) => scope().verify(input.noted)),
    acceptHead: os.acceptHead.handler(({ input }) => scope().acceptHead(input)),
    export: os.export.handler(({ input }) => scope().export(input)),
  });
}
