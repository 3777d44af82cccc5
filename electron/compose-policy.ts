import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PolicyCheckView, PolicyRuleExplainView } from '../shared/ipc/index.ts';
import { systemClock } from './core/index.ts';
import type { Journal } from './evidence/index.ts';
import {
  AS_DOCUMENTED,
  DENY_FIRST,
  loadCatalogue,
  makePack,
  openPack,
  POLICY_KINDS,
  PolicyBook,
  readSite,
  withSite,
  type PolicyPack,
  type Profile,
} from './governance/index.ts';
import { readSitePublic, signAsSite } from './keys/index.ts';
import { createRedactor } from './runtime/phi/index.ts';
import {
  checkProfile,
  explainRule,
  POLICY_FOLDER,
  unreadCheck,
  type Place,
  type PolicyPorts,
} from './verbs/index.ts';

/** Puts in effect what the journal says is in effect; where a text cannot be read, that is recorded. */
export async function openPolicies(book: PolicyBook, journal: Journal, { paths }: Place): Promise<void> {
  const entries = (await journal.read.ofKinds(POLICY_KINDS)).map(({ entry }) => entry);
  for (const { profile, version, reason } of await book.open(join(paths.folder, POLICY_FOLDER), entries))
    await journal.event(
      'policy.unreadable',
      { profile, version: version.id, reason },
      { actor: { id: 'application', role: 'none' }, correlation: 'start' },
    );
}

/** Clocks, and a redactor for what people type about policies. */
export function policyTools(): Omit<PolicyPorts, 'book' | 'resourcesFolder'> {
  const redactor = createRedactor();
  return {
    clockMs: systemClock.monoMs,
    redact: (text) => redactor.redact(text).text.slice(0, 500),
    findIdentifiers: (text) => redactor.redact(text).spans,
    redactOrganisation: (name) => {
      const { text, spans } = redactor.redact(name);
      return (spans.every(({ label }) => label === 'ADDRESS') ? name : text).slice(0, 500);
    },
  };
}

/** The check of a file, or of the shipped rules, without a workspace. */
export async function checkShippedPolicy(
  resourcesFolder: string,
  asked: {
    readonly profile: string;
    readonly text: string | undefined;
    readonly asDocumented: boolean;
    /** What the text is called where it came from. */
    readonly file?: string | undefined;
  },
): Promise<PolicyCheckView> {
  const { book, profile } = await openShipped(resourcesFolder, asked.profile);
  const precedence = asked.asDocumented ? AS_DOCUMENTED : DENY_FIRST;
  const check = (tried: Profile): PolicyCheckView =>
    checkProfile(book.catalogue, tried, systemClock.monoMs, precedence);
  if (asked.text === undefined) return check(profile);
  const read = readSite(profile, Buffer.from(asked.text, 'utf8'), book.known, asked.file);
  return read.ok ? check(withSite(profile, read.source)) : unreadCheck(read.problems);
}

/** What a shipped rule says, without a workspace. @throws Problem `not_found` */
export async function explainShippedRule(
  resourcesFolder: string,
  { profile: name, rule }: { readonly profile: string; readonly rule: string },
): Promise<PolicyRuleExplainView> {
  const { book, profile } = await openShipped(resourcesFolder, name);
  return explainRule(book.catalogue, profile, rule, {
    textOf: (file) => readFile(join(resourcesFolder, file), 'utf8'),
    clockMs: systemClock.monoMs,
  });
}

async function openShipped(
  resourcesFolder: string,
  profile: string,
): Promise<{ book: PolicyBook; profile: Profile }> {
  const book = new PolicyBook(await loadCatalogue(resourcesFolder));
  return { book, profile: book.profile(profile) };
}

/** A pack of a file of rules, signed with a site's key. A text with mistakes or errors is not signed. */
export async function signPolicyPack(
  resourcesFolder: string,
  pack: PolicyPack,
  site: { readonly secretFile: Uint8Array; readonly password: string },
): Promise<{ check: PolicyCheckView; signed: string | undefined }> {
  const check = await checkShippedPolicy(resourcesFolder, { ...pack, asDocumented: false });
  if (!check.ok) return { check, signed: undefined };
  const signed = await makePack(pack, (message) => signAsSite(site.secretFile, site.password, message));
  return { check, signed };
}

/** Verifies a pack against the public key of a site. @throws Problem `not_allowed`, `foreign_file` */
export function verifyPolicyPack(pack: Uint8Array, sitePublic: Uint8Array): PolicyPack {
  return openPack(pack, readSitePublic(sitePublic)).pack;
}
