import { implement } from '@orpc/server';
import { activityContract } from '../../../contract/activity/procedures.ts';
import type { Activity } from './activity.ts';

/** The log of every change. */
export function activityProcedures(bind: () => Activity) {
  const os = implement(activityContract);
  return os.router({
    list: os.list.handler(({ input }) => bind().list(input)),
    verify: os.verify.handler(({ input }) => bind().verify(input.noted)),
    acceptHead: os.acceptHead.handler(({ input }) => bind().acceptHead(input)),
    export: os.export.handler(({ input }) => bind().export(input)),
  });
}
