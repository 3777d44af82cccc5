import { join } from 'node:path';
import type { Sha256Hex } from '../shared/domain/index.ts';
import { openAccounts } from './compose-accounts.ts';
import { openContent } from './compose-content.ts';
import { openEmergency } from './compose-emergency.ts';
import {
  APPLICATION,
  closeInterrupted,
  copyJournal,
  journalOptions,
  originOf,
  verifyJournal,
} from './compose-journal.ts';
import { prepareWorkspace } from './compose-prepare.ts';
import { verifierPage } from './compose-manifest.ts';
import { openCodeWindow, openPasswordCost, placedByPolicy } from './compose-keys.ts';
import { watchBackups } from './compose-backups.ts';
import { contentKeysNow, rotationDays, watchKeyAge } from './compose-key-age.ts';
import { openLogoff } from './compose-sessions.ts';
import { restoreAttempts } from './compose-outside.ts';
import { openPosture, requireShipped, whileOpen } from './compose-posture.ts';
import { openTransfers } from './compose-transfer.ts';
import { openPolicies, policyTools } from './compose-policy.ts';
import { codeVersion, drop, sha256Hex, systemClock } from './core/index.ts';
import { beginJournalEpoch, openJournal, openReportRenderer } from './evidence/index.ts';
import { loadCatalogue, PolicyBook, rulesInEffect } from './governance/index.ts';
import { deviceSecretStore } from './keys/index.ts';
import { readBundledModels } from './operations/index.ts';
import {
  accountVerbs,
  agentVerbs,
  approvalVerbs,
  backupVerbs,
  catalogueVerbs,
  ceremonyVerbs,
  ChosenFiles,
  createDispatch,
  datasetVerbs,
  denialVerbs,
  deviceVerbs,
  exportVerbs,
  Desk,
  drillVerbs,
  Going,
  makeDueBackup,
  emergencyVerbs,
  eraseDatasetVerbs,
  erasePayloadVerbs,
  eraseWorkspaceVerbs,
  journalVerbs,
  keyVerbs,
  packVerbs,
  policyVerbs,
  postureVerbs,
  proofVerbs,
  peopleVerbs,
  phiVerbs,
  payloadVerbs,
  recoveryVerbs,
  requireDeviceAllowed,
  reportModelVerbs,
  reportVerbs,
  restoreDrillVerbs,
  purposeVerbs,
  RestoreRoom,
  restoreVerbs,
  runVerbs,
  secondFactorVerbs,
  serviceKeyVerbs,
  serviceRunVerbs,
  sessionVerbs,
  countersignVerbs,
  signingVerbs,
  takeUpAnswered,
  clipboardVerbs,
  CopiedOut,
  transferVerbs,
  witnessVerbs,
  type Application,
  type ApplicationSettings,
  type Content,
} from './verbs/index.ts';

/** What the command line does without a workspace that is open. */
export { restoreWorkspace, validateConfiguration, verifyPath } from './compose-outside.ts';

/** The compliance profile that a person's own acts are judged under. */
const OWN_ACTS_PROFILE = 'hipaa';

/** The one place that knows every part and joins them. */
export async function composeApplication(given: ApplicationSettings): Promise<Application> {
  const settings = await placedByPolicy(given);
  const { resourcesFolder, notify } = settings;
  const manifest = await requireShipped(settings);
  const shipped = await loadCatalogue(resourcesFolder);
  const book = new PolicyBook(shipped);
  const { catalogue } = book;
  const files = new ChosenFiles();
  const copied = new CopiedOut(settings.clipboard);
  const renderer = openReportRenderer(join(resourcesFolder, 'fonts'));

  let code: Promise<Sha256Hex> | undefined;
  const codeSha256 = (): Promise<Sha256Hex> => (code ??= codeVersion([import.meta.dirname]));

  const deviceSecrets = deviceSecretStore(settings.userFolder, settings.keychain);
  const folder = settings.workspaceFolder ?? join(settings.userFolder, 'workspace');
  const keysNow = () => contentKeysNow(folder, everyDays);
  const signIn = () => accounts.posture;
  const postureSources = { settings, deviceSecrets, keysNow, signIn };
  const posture = openPosture(postureSources, manifest, (reason) => desk.lock(reason));
  const logoff = await openLogoff(
    settings,
    book.profile(OWN_ACTS_PROFILE).file.logoff_minutes,
    (reason, runs) => desk.lock(reason, runs),
  );
  const everyDays = rotationDays(book.profile(OWN_ACTS_PROFILE).file, logoff.policy);
  const backups = watchBackups(settings, () => makeDueBackup(desk, backupPorts));
  const emergency = openEmergency(() => desk, settings);
  const accounts = openAccounts(settings, logoff.policy?.identityProvider, () => desk);
  const desk = await Desk.open<Content>({
    folder,
    host: { kind: settings.host, appVersion: settings.appVersion },
    deviceSecrets,
    custodyFile: process.env.SWARM_KEY_FILE,
    clock: systemClock,
    passwordCost: openPasswordCost(logoff.policy, process.env.SWARM_PASSWORD_MILLISECONDS),
    logoff: logoff.logoff,
    codeWindowMs: openCodeWindow(logoff.policy, process.env.SWARM_SECOND_FACTOR_MINUTES),
    secondFactorRoles: logoff.policy?.secondFactorRoles ?? [],
    provider: () => accounts.view,
    admit: (workspaceId, arrived) => accounts.admit(workspaceId, arrived),
    openJournal: async (place, keys) => {
      const journal = await openJournal(journalOptions(place.workspaceId, place.paths, keys));
      await closeInterrupted(journal);
      await journal.event('config.loaded', shipped.hashes, { actor: APPLICATION, correlation: 'start' });
      await openPolicies(book, journal, place);
      await posture.opened(journal);
      await logoff.record(journal);
      const stop = await watchKeyAge(journal, keysNow, (epoch) => {
        notify('keys.changed', { epoch });
      });
      return whileOpen(journal, stop);
    },
    beginEpoch: (place, keys, by) =>
      beginJournalEpoch(journalOptions(place.workspaceId, place.paths, keys), by),
    openContent: async (place, keys, journal, { service }) => {
      posture.requireOpenAllowed();
      const { strict } = posture.rules;
      await requireDeviceAllowed(deviceSecrets, journal, { strict, nowMs: systemClock.wallMs() });
      const parts = { settings, catalogue, journal, place, keys, service, codeSha256 };
      const content = await openContent(parts);
      return whileOpen(content, posture.watch());
    },
    onEntered: () => emergency.entered(),
    prepare: prepareWorkspace,
    onChange: (status) => {
      if (status.state !== 'signed_in') {
        files.clear();
        drop(copied.takeBack());
      }
      if (status.state === 'signed_out') drop(emergency.left());
      logoff.changed(status.state === 'signed_in');
      backups.changed(status.state === 'signed_in');
      notify('session.changed', status);
      // On the command line each command is a session of its own, and runs are resumed by name.
      if (status.state === 'signed_in' && settings.host !== 'command-line') drop(takeUpAnswered(desk));
    },
  });

  const models = async () =>
    desk.person === undefined || desk.person.role === 'admin'
      ? readBundledModels(resourcesFolder)
      : desk.content.models();
  const policyPorts = { book, resourcesFolder, ...policyTools() };
  const transfers = openTransfers(settings, desk, policyPorts.redact);
  const backupPorts = {
    ...{ settings, transfers, copyJournal, going: new Going('a backup') },
    wallMs: systemClock.wallMs,
  };
  const restoring = new RestoreRoom(desk, {
    ...{ settings, transfers, deviceSecrets, verifyJournal, originOf },
    ...{ wallMs: systemClock.wallMs, monoMs: systemClock.monoMs },
    attempts: restoreAttempts(settings.userFolder),
  });
  const reportPorts = {
    ...{ catalogue, renderer, verifyJournal, settings, transfers, originOf, clock: systemClock },
    rootSha256: () => (desk.person === undefined ? undefined : sha256Hex(desk.metadata.reportRootDer)),
  };
  const erasePorts = { transfers, renderer, wallMs: systemClock.wallMs };
  const dispatch = createDispatch({
    handlers: {
      ...sessionVerbs(desk, logoff.touch, () => accounts.forget()),
      ...purposeVerbs(desk),
      ...datasetVerbs(desk, files, {
        notify,
        transfers,
        ownProfile: () => book.profile(OWN_ACTS_PROFILE).file,
        nowMs: systemClock.wallMs,
      }),
      ...eraseDatasetVerbs(desk, erasePorts),
      ...erasePayloadVerbs(desk, erasePorts),
      ...eraseWorkspaceVerbs(desk, erasePorts),
      ...catalogueVerbs(desk, catalogue, { transfers, models }),
      ...phiVerbs(desk, notify),
      ...runVerbs(desk, catalogue, notify),
      ...approvalVerbs(desk, { notify, nowMs: systemClock.wallMs, ownProfile: OWN_ACTS_PROFILE }),
      ...agentVerbs(desk, catalogue, notify),
      ...peopleVerbs(desk, notify, systemClock.wallMs),
      ...keyVerbs(desk, { notify, transfers, clock: systemClock, everyDays }),
      ...recoveryVerbs(desk, { transfers, renderer, wallMs: systemClock.wallMs }),
      ...emergencyVerbs(desk, emergency, { transfers, renderer }),
      ...serviceKeyVerbs(desk, { transfers, host: settings.host, catalogue, nowMs: systemClock.wallMs }),
      ...serviceRunVerbs(desk),
      ...accountVerbs(desk, accounts, () => notify('people.changed', { proposals: 0 })),
      ...secondFactorVerbs(desk, () => {
        notify('people.changed', { proposals: 0 });
      }),
      ...denialVerbs(desk, { nowMs: systemClock.wallMs, rules: () => rulesInEffect(catalogue) }),
      ...policyVerbs(desk, policyPorts),
      ...packVerbs(desk, { ...policyPorts, transfers }),
      ...journalVerbs(desk, { verifyJournal, notify, transfers }),
      ...proofVerbs(desk, transfers),
      ...witnessVerbs(desk, { transfers, originOf, wallMs: systemClock.wallMs }),
      ...drillVerbs(desk, {
        notify,
        journalOptions: () => journalOptions(desk.place.workspaceId, desk.place.paths, desk.metadata),
      }),
      ...payloadVerbs(desk, { catalogue, transfers }),
      ...backupVerbs(desk, backupPorts),
      ...restoreVerbs(restoring),
      ...exportVerbs(desk, {
        ...{ settings, transfers, originOf, clock: systemClock },
        verifierPage: settings.verifierPage ?? verifierPage(import.meta.dirname),
      }),
      ...restoreDrillVerbs(desk, {
        ...{ settings, transfers, verifyJournal, going: backupPorts.going, monoMs: systemClock.monoMs },
      }),
      ...ceremonyVerbs(desk, systemClock.wallMs),
      ...deviceVerbs(desk, {
        ...{ store: deviceSecrets, wallMs: systemClock.wallMs },
        changed: () => posture.check('asked'),
      }),
      ...postureVerbs(desk, posture, systemClock.wallMs),
      ...transferVerbs(desk, { transfers, redact: policyPorts.redact, nowMs: systemClock.wallMs }),
      ...clipboardVerbs(desk, copied, () => book.profile(OWN_ACTS_PROFILE).file.clipboard),
      ...signingVerbs(desk, { transfers, clock: systemClock }),
      ...countersignVerbs(desk, { transfers, renderer, clock: systemClock }),
      ...reportVerbs(desk, reportPorts),
      ...reportModelVerbs(desk, reportPorts),
    },
    signedIn: () => desk.person,
    service: () => desk.service && { id: desk.service.id, role: 'service' },
    sessionEnd: () => desk.sessionEnd,
    mustEnrol: () => desk.status.mustEnrol === true,
    mustLink: () => desk.status.mustLink === true,
    passCode: () => desk.passCode(),
    hasStatedPurpose: () => desk.hasStatedPurpose,
    takeConfirmation: (verb) => desk.takeConfirmation(verb),
    recordRefusal: (verb, reason) => recordRefusal(desk, verb, reason),
    reportFault: (verb, place) => {
      process.stderr.write(`fault in ${verb}: ${place}\n`);
    },
  });

  await posture.started();
  return {
    dispatch,
    recordRefusal: (verb, reason) => recordRefusal(desk, verb, reason),
    status: () => desk.status,
    screens: book.profile(OWN_ACTS_PROFILE).file.screens,
    lock: async (reason, runs) => {
      await desk.lock(reason, runs);
    },
    close: async () => {
      backups.close();
      await restoring.cancel();
      await emergency.close();
      await copied.takeBack();
      await accounts.close();
      await desk.close();
      await posture.close();
      book.close();
      await renderer.close();
    },
  };
}

/** A refusal stands whether or not it could be recorded. */
async function recordRefusal(desk: Desk<Content>, verb: string, reason: string): Promise<void> {
  const { person, service } = desk;
  const acting = person ?? (service && { id: service.id, role: 'service' as const });
  const actor = acting === undefined ? APPLICATION : { id: acting.id, role: acting.role };
  try {
    await desk.record(
      'access.refused',
      { verb: verb.slice(0, 80), reason: reason.slice(0, 200) },
      { actor, correlation: 'refusal' },
    );
  } catch {
    // The journal or spool is full or gone; whatever needs it fails on its own.
  }
}
