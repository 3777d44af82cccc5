import { Problem } from '../../../shared/domain/index.ts';
import { PolicyFile, type Entry } from '../../../shared/formats/index.ts';
import type { Catalogue } from '../catalogue/index.ts';
import type { PolicySource } from '../policy/index.ts';
import { withSite, type Profile } from '../profiles/index.ts';
import { readSite, siteFile } from './read-site.ts';
import { readText } from './texts.ts';
import { readHistory, type PolicyVersion } from './versions.ts';

/** What is written down as in effect and could not be read. */
export interface Unreadable {
  readonly profile: string;
  readonly version: PolicyVersion;
  readonly reason: string;
}

/**
 * The policies in effect here: what shipped, with the site's rules in place of the replaceable ones where
 * somebody put them in effect. Only `open`, `take` and `close` change it; a failure leaves it as it was.
 */
export class PolicyBook {
  readonly #shipped: Catalogue;
  #profiles: ReadonlyMap<string, Profile>;
  #unreadable: readonly Unreadable[] = [];

  constructor(shipped: Catalogue) {
    this.#shipped = shipped;
    this.#profiles = shipped.profiles;
  }

  /** The catalogue with the policies of this moment; whoever holds it sees every change. */
  get catalogue(): Catalogue {
    const profiles = (): ReadonlyMap<string, Profile> => this.#profiles;
    return {
      ...this.#shipped,
      get profiles() {
        return profiles();
      },
    };
  }

  get unreadable(): readonly Unreadable[] {
    return this.#unreadable;
  }

  /** @throws Problem `not_found` */
  profile(name: string): Profile {
    const found = this.#profiles.get(name);
    if (found !== undefined) return found;
    throw new Problem(
      'not_found',
      `there is no compliance profile \`${name}\``,
      `There are: ${[...this.#profiles.keys()].join(', ')}.`,
    );
  }

  /** Names that rules may speak of. */
  get known(): { readonly agents: readonly string[]; readonly profiles: readonly string[] } {
    return { agents: [...this.#shipped.agents.keys()], profiles: [...this.#shipped.profiles.keys()] };
  }

  /**
   * Puts in effect what the journal says is in effect. SEC: where its text cannot be read, that profile
   * denies everything until it can: neither an older nor the shipped policy takes its place unasked.
   */
  async open(folder: string, entries: readonly Entry[]): Promise<readonly Unreadable[]> {
    const history = readHistory(entries);
    const profiles = new Map(this.#shipped.profiles);
    const unreadable: Unreadable[] = [];
    for (const [name, shipped] of this.#shipped.profiles) {
      const { version } = history.standing(name);
      if (version === 'shipped') continue;
      try {
        profiles.set(name, withSite(shipped, await this.source(folder, version)));
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        profiles.set(name, withSite(shipped, denyAll(name)));
        unreadable.push({ profile: name, version, reason: error.message });
      }
    }
    this.#profiles = profiles;
    this.#unreadable = unreadable;
    return unreadable;
  }

  /** The rules of a version. @throws Problem `damaged`, or `invalid_input` where they no longer fit what ships */
  async source(folder: string, version: PolicyVersion): Promise<PolicySource> {
    const bytes = await readText(folder, version.textSha256);
    const read = readSite(this.profile(version.profile), bytes, this.known);
    if (read.ok) return read.source;
    const [first] = read.problems;
    throw new Problem(
      'invalid_input',
      `line ${first?.line ?? 0} of this policy no longer fits: ${first?.message ?? 'it cannot be read'}`,
      'Draft a policy that does.',
    );
  }

  /** Puts a version's rules in effect for its profile; `undefined` for what shipped. */
  take(name: string, site: PolicySource | undefined): Profile {
    const next = withSite(this.profile(name), site);
    this.#profiles = new Map([...this.#profiles, [name, next]]);
    this.#unreadable = this.#unreadable.filter(({ profile }) => profile !== name);
    return next;
  }

  /** Back to what shipped, when the workspace closes. */
  close(): void {
    this.#profiles = this.#shipped.profiles;
    this.#unreadable = [];
  }
}

function denyAll(profile: string): PolicySource {
  return {
    file: siteFile(profile),
    value: PolicyFile.parse({
      version: 1,
      rules: [
        {
          ...{ id: 'POLICY-001', when: { tool: '*' }, behaviour: 'deny', priority: 1_000_000 },
          reason: 'The policy in effect could not be read, so everything is denied until it can be.',
        },
      ],
    }),
    place: () => ({ line: 0, column: 0 }),
  };
}
