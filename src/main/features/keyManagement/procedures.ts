import { implement } from '@orpc/server';
import { toFailure } from '../../../contract/errors/failure.ts';
import { keysContract } from '../../../contract/keys/procedures.ts';
import { watch } from '../../base/stream.ts';
import { chooseByTouch } from '../../services/keys/chooseByTouch.ts';
import type { KeyHost } from '../../services/keys/keyHost.ts';
import type { Keys } from '../../services/keys/keys.ts';
import type { KeyModels } from '../keyModels/keyModels.ts';
import type { KeyManagement } from './management.ts';

export interface KeyProcedureParts {
  readonly keyHost: KeyHost;
  readonly keys: Keys;
  readonly scope: () => KeyManagement;
  readonly models: () => Pick<KeyModels, 'model'>;
}

/** Returns the procedures for plugged-in keys. */
export function keysProcedures({ keyHost, keys, scope, models }: KeyProcedureParts) {
  const os = implement(keysContract);
  return os.router({
    watch: os.watch.handler(async ({ signal }) => {
      await keyHost.ready();
      return watch([...keyHost.keys()], listener => keyHost.onKeys(plugged => listener([...plugged])), signal);
    }),
    problems: os.problems.handler(async ({ signal }) => {
      await keyHost.ready();
      const problems = () => keyHost.problems().map(toFailure);
      return watch(problems(), listener => keyHost.onKeys(() => listener(problems())), signal);
    }),
    chooseByTouch: os.chooseByTouch.handler(({ signal }) => chooseByTouch(keys, signal)),
    info: os.info.handler(async ({ input, signal }) => {
      const details = await keys.details(input.keyId, signal);
      const model = models().model(details.aaguid);
      return model === undefined ? details : { ...details, model };
    }),
    wink: os.wink.handler(({ input }) => scope().wink(input)),
    setPin: os.setPin.handler(({ input }) => scope().setPin(input)),
    changePin: os.changePin.handler(({ input }) => scope().changePin(input)),
    configure: os.configure.handler(({ input }) => scope().configure(input)),
    credentials: {
      list: os.credentials.list.handler(({ input }) => scope().credentials(input)),
      delete: os.credentials.delete.handler(({ input }) => scope().deleteCredential(input)),
    },
    fingerprints: {
      list: os.fingerprints.list.handler(({ input }) => scope().fingerprints(input)),
      enroll: os.fingerprints.enroll.handler(({ input, signal }) => scope().enrollFingerprint(input, signal)),
      rename: os.fingerprints.rename.handler(({ input }) => scope().renameFingerprint(input)),
      remove: os.fingerprints.remove.handler(({ input }) => scope().removeFingerprint(input)),
    },
    reset: os.reset.handler(({ input, signal }) => scope().reset(input, signal)),
  });
}
