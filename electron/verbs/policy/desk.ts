import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { stringify } from 'yaml';
import { Problem } from '../../../shared/domain/index.ts';
import type { PolicyVersionRef } from '../../../shared/ipc/index.ts';
import {
  POLICY_KINDS,
  readHistory,
  readSite,
  readText,
  withSite,
  type Catalogue,
  type PolicyBook,
  type PolicyHistory,
  type PolicyVersion,
  type Profile,
} from '../../governance/index.ts';
import type { Desk } from '../desk/desk.ts';
import type { OpenContent } from '../desk/settings.ts';
import { identifiersInRules, type FindIdentifiers } from './identifiers.ts';

/** Where the texts of a workspace's policies lie. */
export const POLICY_FOLDER = 'policies';

export interface PolicyPorts {
  readonly book: PolicyBook;
  readonly resourcesFolder: string;
  /** Monotonic, for durations. */
  clockMs(): number;
  /** Takes identifiers out of what a person typed. */
  redact(text: string): string;
  findIdentifiers: FindIdentifiers;
  /** The same for the name of a hospital, which notes about patients would hold as a place. */
  redactOrganisation(name: string): string;
}

/** A version with the rules it stands for. */
export interface Chosen {
  readonly version: PolicyVersion | 'shipped';
  readonly profile: Profile;
}

/** A workspace's policies, as verbs work with them. */
export class PolicyDesk<Content extends OpenContent> {
  readonly desk: Desk<Content>;
  readonly ports: PolicyPorts;

  constructor(desk: Desk<Content>, ports: PolicyPorts) {
    this.desk = desk;
    this.ports = ports;
  }

  get book(): PolicyBook {
    return this.ports.book;
  }

  get catalogue(): Catalogue {
    return this.book.catalogue;
  }

  /** A text of rules in place of a profile's replaceable ones, as far as it can be read and shown to everybody. */
  read(profile: Profile, text: string): ReturnType<typeof readSite> {
    const read = readSite(profile, Buffer.from(text, 'utf8'), this.book.known);
    if (!read.ok) return read;
    const problems = identifiersInRules(read.source.file, text, this.ports.findIdentifiers);
    return problems.length === 0 ? read : { ok: false, problems };
  }

  /** Of this workspace. @throws Problem `not_signed_in` */
  get folder(): string {
    return join(this.desk.place.paths.folder, POLICY_FOLDER);
  }

  async history(): Promise<PolicyHistory> {
    const entries = await this.desk.journal.read.ofKinds(POLICY_KINDS);
    return readHistory(entries.map(({ entry }) => entry));
  }

  /** @throws Problem `not_found`, `damaged` */
  async choose(profileName: string, ref: PolicyVersionRef): Promise<Chosen> {
    const profile = this.book.profile(profileName);
    const history = await this.history();
    const version = versionOf(history, profileName, ref);
    if (version === 'shipped') return { version, profile: withSite(profile, undefined) };
    if (version.profile !== profileName)
      throw new Problem('not_found', `this policy is for the profile \`${version.profile}\``);
    return { version, profile: withSite(profile, await this.book.source(this.folder, version)) };
  }

  /** The YAML of the replaceable rules of a version. @throws Problem `damaged` */
  async textOf({ version, profile }: Chosen): Promise<string> {
    if (version !== 'shipped') return utf8(await readText(this.folder, version.textSha256));
    return shippedText(this.ports.resourcesFolder, profile);
  }

  /** The text of one file of rules, as decisions name it. */
  async fileText(chosen: Chosen, file: string): Promise<string> {
    if (chosen.version !== 'shipped' && file.startsWith('site/')) return this.textOf(chosen);
    return utf8(await readFile(join(this.ports.resourcesFolder, file)));
  }

  /** A draft or version by its id. @throws Problem `not_found` */
  async version(id: PolicyVersionRef): Promise<PolicyVersion> {
    const history = await this.history();
    if (id === 'shipped' || id === 'in_effect')
      throw new Problem('wrong_usage', 'this needs the id of a draft', 'List them: swarm policy list');
    return find(history, id);
  }
}

function versionOf(
  history: PolicyHistory,
  profile: string,
  ref: PolicyVersionRef,
): PolicyVersion | 'shipped' {
  if (ref === 'in_effect') return history.standing(profile).version;
  return isShipped(ref) ? 'shipped' : find(history, ref);
}

function isShipped(ref: string): ref is 'shipped' {
  return ref === 'shipped';
}

function find(history: PolicyHistory, id: string): PolicyVersion {
  const found = history.versions.find((version) => version.id === id);
  if (found !== undefined) return found;
  throw new Problem('not_found', 'there is no such policy', 'List them: swarm policy list');
}

/** The replaceable rules as they shipped; of several files, their rules in one. */
export async function shippedText(resourcesFolder: string, { shipped }: Profile): Promise<string> {
  const [only, ...others] = shipped.rules;
  if (only !== undefined && others.length === 0)
    return utf8(await readFile(join(resourcesFolder, only.file)));
  return stringify({ version: 1, rules: shipped.rules.flatMap(({ value }) => value.rules) });
}

function utf8(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}
