import { type AssignmentFilter, type AssignmentTime, assignmentTimes } from '../../../contract/assignments/schema.ts';
import { type PendingAge, pendingAgeDays, pendingAges } from '../../../contract/overview/schema.ts';
import { dayBefore, dayStart } from '../../../contract/text/days.ts';
import type { RouteFilters } from '../../ui/page/route.ts';
import { given } from '../../ui/table/given.ts';

/** The filters of assignments as the person chose them. An empty text leaves out nothing. */
export interface ChosenAssignmentFilters {
  workflow: string;
  /** Which time the days mean. */
  time: AssignmentTime;
  /** The first and the last day, each YYYY-MM-DD. */
  from: string;
  to: string;
  /** The code of a failure. */
  cause: string;
}

/** Returns the filters of an address. */
export function chosenOf(filters: RouteFilters = {}): ChosenAssignmentFilters {
  const { workflow = '', from = '', to = '', cause = '' } = filters;
  return { workflow, from, to, cause, time: assignmentTimes.find(each => each === filters.time) ?? 'updated' };
}

/** Returns the query for assignments in every state. */
export function assignmentFilterOf(
  text: string,
  key: string,
  group: string,
  { workflow, time, from, to, cause }: ChosenAssignmentFilters,
): Omit<AssignmentFilter, 'states'> {
  const isTimed = from !== '' || to !== '';
  return {
    ...given('text', text),
    ...given('key', key),
    ...given('group', group),
    ...given('workflow', workflow),
    ...given('cause', cause),
    ...given('time', isTimed && time !== 'updated' ? time : undefined),
    ...given('from', dayStart(from)),
    ...given('to', dayStart(to, 1)),
  };
}

/** Returns the days of an age, as the person could choose them: since when an assignment exists. */
export function daysOfAge(age: PendingAge, now = new Date()): Pick<ChosenAssignmentFilters, 'time' | 'from' | 'to'> {
  const older = pendingAges[pendingAges.indexOf(age) + 1];
  return {
    time: 'created',
    from: older === undefined ? '' : dayBefore(now, pendingAgeDays[older] - 1),
    to: dayBefore(now, pendingAgeDays[age]),
  };
}

/** Returns the age that the chosen days are; undefined for other days. */
export function ageOf(chosen: Pick<ChosenAssignmentFilters, 'time' | 'from' | 'to'>): PendingAge | undefined {
  if (chosen.time !== 'created') return undefined;
  return pendingAges.find(age => {
    const { from, to } = daysOfAge(age);
    return from === chosen.from && to === chosen.to;
  });
}
