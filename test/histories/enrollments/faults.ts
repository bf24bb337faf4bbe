import type { GraphSimulator } from '../../../src/simulator/graph/server.ts';
import type { HistoryServer } from '../historyServer.ts';
import type { Place } from './history.ts';
import type { EnrollingStep } from './plan.ts';

interface Around {
  readonly place: Place;
  readonly graph: GraphSimulator;
  readonly server: HistoryServer;
}

/** Ends what a fault has begun, as far as it does not last longer. Returns whether it took effect. */
type End = () => Promise<boolean>;

const always: End = async () => true;

/** Begins the fault of a step, just before the desk begins with it. */
export function beginFault(step: EnrollingStep, around: Around): End {
  const { fault } = step;
  const { place, server } = around;
  const { proxy } = place;
  switch (fault.name) {
    case 'away':
      away(place, fault.time);
      return always;
    case 'away-at-post':
      return atPost(step, around, () => away(place, fault.time));
    case 'kill-at-post':
      return atPost(step, around, () => place.process.kill());
    case 'cut-to-server':
    case 'cut-to-client': {
      const lost = proxy.lost;
      proxy.cutAt(fault.name === 'cut-to-server' ? 'to-server' : 'to-client', fault.at);
      return async () => proxy.lost > lost;
    }
    case 'graph-before':
    case 'graph-after':
      return loseAnswer(step, around);
    case 'server': {
      const restart = server.event();
      return async () => {
        await restart;
        return true;
      };
    }
    case 'kill':
      return async () => !place.process.isAlive;
    default:
      return always;
  }
}

/** Cuts a desk from the record for some time, in ms. */
function away({ proxy }: Place, time: number): void {
  proxy.cut();
  setTimeout(() => proxy.mend(), time);
}

/** Does something while Graph carries out the registration of this user: it takes effect although the desk may never learn of it. */
function atPost({ user }: EnrollingStep, { graph }: Around, work: () => Promise<void> | void): End {
  const held = graph.faults.hold('POST', methodsOf(graph, user));
  let [happened, isOver] = [false, false];
  const done = held.arrived.then(async () => {
    // A request of a later step, or of a recovery.
    if (isOver) return;
    happened = true;
    await work();
    held.letGo();
  });
  return async () => {
    if (happened) await done;
    isOver = true;
    // If the request never came, the next one passes.
    held.letGo();
    return happened;
  };
}

/** The next request of the desk that changes passkeys of the user gets no answer. */
function loseAnswer({ operation, user, fault }: EnrollingStep, { graph }: Around): End {
  const method = operation === 'lost' ? 'DELETE' : 'POST';
  const path = operation === 'lost' ? '/fido2Methods/' : methodsOf(graph, user);
  // If nothing meets it here, it meets another desk later.
  graph.faults.add({ method, path, cut: fault.name === 'graph-before' ? 'before' : 'after-commit' });
  return always;
}

function methodsOf({ tenant }: GraphSimulator, user: number): string {
  return `/users/${tenant.idOf(user)}/authentication/fido2Methods`;
}
