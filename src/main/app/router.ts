import { implement } from '@orpc/server';
import { tenantWithId } from '../../contract/connections/tenantLabel.ts';
import { contract } from '../../contract/contract.ts';
import { toFailure } from '../../contract/errors/failure.ts';
import { watch } from '../base/stream.ts';
import { exportAssignments } from '../features/assignments/export.ts';
import { reviewPasskeys } from '../features/assignments/passkeyReview.ts';
import { exportUsers } from '../features/directory/exportUsers.ts';
import { exportInventory } from '../features/inventory/export.ts';
import { checkPolicy } from '../features/policy/check.ts';
import { chooseByTouch } from '../services/keys/chooseByTouch.ts';
import type { BoundTenant } from '../services/tenant/boundTenant.ts';
import { refuseIllFormed, toContractError } from './contractErrors.ts';
import { writes } from './outdated.ts';
import type { CoreServices } from './services.ts';
import { checkStation, infoFor, settingsFor } from './stationLock.ts';

/** As many groups as a person looks through, and as many imports. */
const GROUPS = 50;
const IMPORTS = 20;

/**
 * The contract's procedures over the core's services: nothing here but the joining of the two. What a handler throws
 * leaves as the contract's one typed error; this middleware is outermost, so an input that breaks its schema does too.
 */
export function createRouter(core: CoreServices) {
  const os = implement(contract).use(async ({ next, path }, input) => {
    try {
      checkStation(core.station, path);
      refuseIllFormed(input);
      if (writes(path)) core.refuseOutdated();
      return await next();
    } catch (error) {
      throw toContractError(error, core.station);
    }
  });

  /** Each handler calls it once, before anything else: what it does from then on is bound to that tenant. */
  const desk = () => core.desk();
  return os.router({
    system: {
      info: os.system.info.handler(() => infoFor(core.station, core.info())),
      reachable: os.system.reachable.handler(() => core.reachable()),
    },
    settings: {
      get: os.settings.get.handler(() => settingsFor(core.station, core.settings.get())),
      set: os.settings.set.handler(({ input }) => core.changeSettings(input)),
      setMode: os.settings.setMode.handler(({ input }) => core.setMode(input.practice)),
      setToken: os.settings.setToken.handler(({ input }) => core.setToken(input.token)),
    },
    changes: {
      watch: os.changes.watch.handler(({ signal }) => core.changes.watch(signal)),
    },
    connections: {
      watch: os.connections.watch.handler(({ signal }) => core.tenants.watch(signal)),
      add: os.connections.add.handler(({ input }) => core.tenants.add(input)),
      change: os.connections.change.handler(({ input }) => core.tenants.change(input.id, input.change)),
      use: os.connections.use.handler(({ input }) => core.tenants.use(input.id)),
      remove: os.connections.remove.handler(({ input }) => core.tenants.remove(input.id)),
      setCredential: os.connections.setCredential.handler(({ input }) =>
        core.tenants.setCredential(input.id, input.credential),
      ),
      signIn: os.connections.signIn.handler(({ input, signal }) => core.tenants.signIn(input.id, input.method, signal)),
      signOut: os.connections.signOut.handler(({ input }) => core.tenants.signOut(input.id)),
      check: os.connections.check.handler(({ input, signal }) => core.checkConnected(input, signal)),
      network: os.connections.network.handler(({ signal }) => core.checkNetwork(signal)),
      openPage: os.connections.openPage.handler(({ input }) => core.openAdminPage(input)),
    },
    keys: {
      watch: os.keys.watch.handler(async ({ signal }) => {
        await core.keyHost.ready();
        return watch([...core.keyHost.keys()], listener => core.keyHost.onKeys(keys => listener([...keys])), signal);
      }),
      problems: os.keys.problems.handler(async ({ signal }) => {
        await core.keyHost.ready();
        const problems = () => core.keyHost.problems().map(toFailure);
        return watch(problems(), listener => core.keyHost.onKeys(() => listener(problems())), signal);
      }),
      chooseByTouch: os.keys.chooseByTouch.handler(({ signal }) => chooseByTouch(core.keys, signal)),
      info: os.keys.info.handler(async ({ input, signal }) => {
        const details = await core.keys.details(input.keyId, signal);
        const model = desk().metadata.model(details.aaguid);
        return model === undefined ? details : { ...details, model };
      }),
      wink: os.keys.wink.handler(({ input }) => desk().keyManagement.wink(input)),
      setPin: os.keys.setPin.handler(({ input }) => desk().keyManagement.setPin(input)),
      changePin: os.keys.changePin.handler(({ input }) => desk().keyManagement.changePin(input)),
      configure: os.keys.configure.handler(({ input }) => desk().keyManagement.configure(input)),
      credentials: {
        list: os.keys.credentials.list.handler(({ input }) => desk().keyManagement.credentials(input)),
        delete: os.keys.credentials.delete.handler(({ input }) => desk().keyManagement.deleteCredential(input)),
      },
      fingerprints: {
        list: os.keys.fingerprints.list.handler(({ input }) => desk().keyManagement.fingerprints(input)),
        enroll: os.keys.fingerprints.enroll.handler(({ input, signal }) =>
          desk().keyManagement.enrollFingerprint(input, signal),
        ),
        rename: os.keys.fingerprints.rename.handler(({ input }) => desk().keyManagement.renameFingerprint(input)),
        remove: os.keys.fingerprints.remove.handler(({ input }) => desk().keyManagement.removeFingerprint(input)),
      },
      reset: os.keys.reset.handler(({ input, signal }) => desk().keyManagement.reset(input, signal)),
    },
    metadata: {
      state: os.metadata.state.handler(() => desk().metadata.state()),
      update: os.metadata.update.handler(({ input }) => desk().metadata.update(input)),
      model: os.metadata.model.handler(({ input }) => desk().metadata.model(input.aaguid) ?? null),
    },
    policy: {
      state: os.policy.state.handler(({ input }) => desk().policies.state(input)),
      check: os.policy.check.handler(({ input, signal }) => checkPolicy({ ...desk(), keys: core.keys }, input, signal)),
    },
    users: {
      search: os.users.search.handler(({ input, signal }) => desk().directory.search(input.query, input.next, signal)),
      get: os.users.get.handler(({ input, signal }) => desk().directory.get(input.user, signal)),
    },
    directory: {
      state: os.directory.state.handler(() => desk().imported.state()),
      users: os.directory.users.handler(({ input }) => desk().imported.users(input.filter, input.offset, input.limit)),
      user: os.directory.user.handler(async ({ input }) => (await desk().imported.user(input.user)) ?? null),
      groups: os.directory.groups.handler(({ input }) => desk().imported.groups(input.search, GROUPS)),
      groupsOf: os.directory.groupsOf.handler(({ input }) => desk().imported.groupsOf(input.user)),
      imports: os.directory.imports.handler(() => desk().imported.imports(IMPORTS)),
      import: os.directory.import.handler(({ input, signal }) => desk().imported.import(input.full, signal)),
      export: os.directory.export.handler(({ input }) => exportUsers(desk().imported, input)),
    },
    passkeys: {
      list: os.passkeys.list.handler(({ input, signal }) => desk().directory.passkeys(input.user, signal)),
      review: os.passkeys.review.handler(({ input, signal }) => reviewPasskeys(desk(), input, signal)),
      delete: os.passkeys.delete.handler(({ input, signal }) =>
        desk().directory.deletePasskey(input.user, input.id, signal),
      ),
    },
    enrollment: {
      start: os.enrollment.start.handler(({ input, signal }) => desk().enrollments.start(input, { signal })),
      begin: os.enrollment.begin.handler(({ input }) => core.runs.begin(input)),
      beginFinish: os.enrollment.beginFinish.handler(({ input }) => core.runs.beginFinish(input)),
      runs: os.enrollment.runs.handler(({ signal }) => core.runs.watch(signal)),
      showPin: os.enrollment.showPin.handler(({ input }) => core.runs.showPin(input.enrollmentId)),
      pinSeen: os.enrollment.pinSeen.handler(({ input }) => core.runs.pinSeen(input.enrollmentId)),
      dismiss: os.enrollment.dismiss.handler(({ input }) => core.runs.dismiss(input.enrollmentId)),
      answerPin: os.enrollment.answerPin.handler(({ input }) => core.enrollments.answer(input.enrollmentId, input.pin)),
      preferPin: os.enrollment.preferPin.handler(({ input }) => core.enrollments.preferPin(input.enrollmentId)),
      cancel: os.enrollment.cancel.handler(({ input }) => core.runs.cancel(input.enrollmentId)),
      unfinished: os.enrollment.unfinished.handler(() => desk().enrollments.unfinished()),
      recover: os.enrollment.recover.handler(() => desk().enrollments.recover()),
      finish: os.enrollment.finish.handler(({ input, signal }) => desk().enrollments.finish(input, { signal })),
      discard: os.enrollment.discard.handler(({ input }) => desk().enrollments.discard(input.enrollmentId)),
    },
    assignments: {
      list: os.assignments.list.handler(({ input }) => desk().assignments.list(input)),
      assign: os.assignments.assign.handler(({ input }) => desk().assignments.assign(input)),
      cancel: os.assignments.cancel.handler(({ input }) => desk().assignments.cancel(input.id)),
      retry: os.assignments.retry.handler(({ input }) => desk().assignments.retry(input.id)),
      revoke: os.assignments.revoke.handler(({ input }) => desk().assignments.revoke(input.id)),
      deleteErased: os.assignments.deleteErased.handler(({ input }) => desk().assignments.deleteErased(input.id)),
      export: os.assignments.export.handler(({ input }) => {
        const { tenant, assignments, imported } = desk();
        return exportAssignments({ assignments, imported, tenant: paperName(tenant) }, input);
      }),
    },
    inventory: {
      list: os.inventory.list.handler(({ input }) => desk().inventory.list(input)),
      get: os.inventory.get.handler(({ input }) => desk().inventory.get(input.id)),
      plugged: os.inventory.plugged.handler(({ input, signal }) => desk().inventory.plugged(input.keyId, signal)),
      reportLost: os.inventory.reportLost.handler(({ input }) => desk().inventory.reportLost(input.id)),
      retire: os.inventory.retire.handler(({ input }) => desk().inventory.retire(input.id)),
      restore: os.inventory.restore.handler(({ input }) => desk().inventory.restore(input.id)),
      finish: os.inventory.finish.handler(() => desk().inventory.finish()),
      export: os.inventory.export.handler(({ input }) => exportInventory(desk().inventory, input)),
    },
    activity: {
      list: os.activity.list.handler(({ input }) => desk().activity.list(input)),
      verify: os.activity.verify.handler(({ input }) => desk().activity.verify(input.noted)),
      acceptHead: os.activity.acceptHead.handler(({ input }) => desk().activity.acceptHead(input)),
      export: os.activity.export.handler(({ input }) => desk().activity.export(input)),
    },
    backup: {
      make: os.backup.make.handler(({ input }) => core.backups.make(input)),
      suggest: os.backup.suggest.handler(async () => ({ to: await core.backups.suggest() })),
    },
    workflows: {
      list: os.workflows.list.handler(() => desk().workflows.list()),
      get: os.workflows.get.handler(({ input }) => desk().workflows.get(input.id)),
      create: os.workflows.create.handler(({ input }) => desk().workflows.create(input)),
      edit: os.workflows.edit.handler(({ input: { id, ...draft } }) => desk().workflows.edit(id, draft)),
      setEnabled: os.workflows.setEnabled.handler(({ input }) => desk().workflows.setEnabled(input.id, input.enabled)),
      duplicate: os.workflows.duplicate.handler(({ input }) => desk().workflows.duplicate(input.id)),
      delete: os.workflows.delete.handler(({ input }) => desk().workflows.delete(input.id)),
      preview: os.workflows.preview.handler(({ input }) => desk().workflows.preview(input)),
      runNow: os.workflows.runNow.handler(({ input }) => desk().workflows.runNow(input.id)),
      runs: os.workflows.runs.handler(({ input }) => desk().workflows.runs(input)),
      retry: os.workflows.retry.handler(({ input }) => desk().workflows.retry(input.n)),
      work: os.workflows.work.handler(() => desk().workflows.work()),
    },
    webhooks: {
      list: os.webhooks.list.handler(() => desk().webhooks.list()),
      add: os.webhooks.add.handler(({ input }) => desk().webhooks.add(input)),
      change: os.webhooks.change.handler(({ input }) => desk().webhooks.change(input)),
      remove: os.webhooks.remove.handler(({ input }) => desk().webhooks.remove(input.id)),
      rotate: os.webhooks.rotate.handler(({ input }) => desk().webhooks.rotate(input.id)),
      giveSecret: os.webhooks.giveSecret.handler(({ input }) => desk().webhooks.giveSecret(input.id, input.secret)),
      test: os.webhooks.test.handler(({ input }) => desk().webhooks.test(input.id)),
      deliveries: os.webhooks.deliveries.handler(({ input }) => desk().webhooks.deliveries(input)),
      resend: os.webhooks.resend.handler(({ input }) => desk().webhooks.resend(input)),
      deliver: os.webhooks.deliver.handler(() => desk().webhooks.deliver()),
    },
    activation: {
      state: os.activation.state.handler(() => desk().activation.state()),
      signIn: os.activation.signIn.handler(({ input, signal }) => desk().activation.signIn(input.language, signal)),
      enterCode: os.activation.enterCode.handler(({ input }) => desk().activation.enterCode(input.user, input.code)),
      run: os.activation.run.handler(({ input, signal }) => desk().activation.run(input.sitting, signal)),
      answerPin: os.activation.answerPin.handler(({ input }) => desk().activation.answerPin(input)),
      leave: os.activation.leave.handler(({ input }) => desk().activation.leave(input.sitting)),
      codes: {
        make: os.activation.codes.make.handler(({ input }) => desk().activation.makeCode(input.user, input.hours)),
        list: os.activation.codes.list.handler(() => desk().activation.codes()),
        withdraw: os.activation.codes.withdraw.handler(({ input }) => desk().activation.withdrawCode(input.id)),
      },
    },
    practice: {
      watch: os.practice.watch.handler(async ({ signal }) => {
        await core.keyHost.ready();
        return watch(core.practiceState(), listener => core.keyHost.onPractice(listener), signal);
      }),
      insert: os.practice.insert.handler(() => core.keyHost.act('insert')),
      remove: os.practice.remove.handler(() => core.keyHost.act('remove')),
      touch: os.practice.touch.handler(() => core.keyHost.act('touch')),
      setTouch: os.practice.setTouch.handler(({ input }) => core.keyHost.act({ touchPolicy: input.policy })),
      insertFresh: os.practice.insertFresh.handler(() => core.keyHost.act('insert-fresh')),
      setModel: os.practice.setModel.handler(({ input }) => core.keyHost.act({ model: input.model })),
      tenant: os.practice.tenant.handler(() => core.connections.practice().state()),
      setTenantFault: os.practice.setTenantFault.handler(({ input }) => {
        const tenant = core.connections.practice();
        tenant.setFault(input.fault);
        return tenant.state();
      }),
      setFault: os.practice.setFault.handler(({ input }) => core.keyHost.act({ fault: input.fault })),
    },
  });
}

/** What a tenant is called on papers that are kept. */
function paperName({ name, connection }: BoundTenant): string {
  if (connection === null) return '';
  const { tenantId, graphUrl } = connection;
  return tenantWithId({ name: name ?? graphUrl, tenantId });
}

export type CoreRouter = ReturnType<typeof createRouter>;
