import type { Role } from '../../shared/domain/roles.ts';

/** The screens of the left-hand navigation. */
export type ScreenName =
  | 'today'
  | 'datasets'
  | 'runs'
  | 'approvals'
  | 'denials'
  | 'redactor'
  | 'policy'
  | 'agents'
  | 'people'
  | 'journal'
  | 'integrity'
  | 'recovery'
  | 'emergency'
  | 'posture'
  | 'reports';

/** Where the window is. Every row of every list has such an address, so that it can be pointed at. */
export type Route =
  | { readonly screen: 'today' }
  | {
      readonly screen: 'datasets';
      readonly dataset?: string | undefined;
      readonly column?: string | undefined;
      readonly importing?: boolean | undefined;
    }
  | {
      readonly screen: 'runs';
      readonly run?: string | undefined;
      readonly tab?: RunTab | undefined;
      readonly call?: string | undefined;
      readonly starting?: { readonly dataset?: string | undefined } | undefined;
    }
  | {
      readonly screen: 'approvals';
      readonly approval?: string | undefined;
      readonly part?: 'pace' | undefined;
    }
  | {
      readonly screen: 'agents';
      readonly agent?: string | undefined;
      readonly part?: 'duties' | undefined;
    }
  | {
      readonly screen: 'people';
      readonly person?: string | undefined;
      readonly part?: 'ceremonies' | 'service-keys' | undefined;
      readonly ceremony?: string | undefined;
      readonly key?: string | undefined;
    }
  | {
      readonly screen: 'redactor';
      readonly tab?: RedactorTab | undefined;
      readonly dataset?: string | undefined;
    }
  | {
      readonly screen: 'policy';
      readonly profile?: string | undefined;
      readonly version?: string | undefined;
      readonly drafting?: boolean | undefined;
    }
  | {
      readonly screen: 'denials';
      readonly tab?: DenialTab | undefined;
      readonly group?: string | undefined;
      readonly seq?: number | undefined;
    }
  | ({
      readonly screen: 'journal';
      readonly seq?: number | undefined;
    } & Readonly<Partial<Record<JournalCondition, string | undefined>>>)
  | { readonly screen: 'integrity' }
  | { readonly screen: 'recovery' }
  | { readonly screen: 'emergency' }
  | { readonly screen: 'posture'; readonly part?: 'media' | undefined }
  | {
      readonly screen: 'reports';
      readonly report?: string | undefined;
      readonly part?: 'pages' | undefined;
    };

export const RUN_TABS = ['timeline', 'findings', 'table', 'differences', 'artefacts', 'statement'] as const;
export type RunTab = (typeof RUN_TABS)[number];

export const DENIAL_TABS = ['review', 'all', 'rules'] as const;
export type DenialTab = (typeof DENIAL_TABS)[number];

export const REDACTOR_TABS = ['proof', 'try', 'coverage', 'dictionary'] as const;
export type RedactorTab = (typeof REDACTOR_TABS)[number];

/** What the journal can be filtered by, as it stands in an address; lists are joined by commas. */
export const JOURNAL_CONDITIONS = [
  'q',
  'from',
  'to',
  'kind',
  'person',
  'agent',
  'decision',
  'phase',
  'phi',
  'failed',
  'run',
  'call',
  'act',
] as const;
export type JournalCondition = (typeof JOURNAL_CONDITIONS)[number];

/** Each role's own screens, in order. Main checks every verb again; this only keeps the way short. */
export const SCREENS_OF: Readonly<Record<Role, readonly ScreenName[]>> = {
  operator: [
    'today',
    'datasets',
    'runs',
    'redactor',
    'approvals',
    'denials',
    'policy',
    'agents',
    'people',
    'journal',
    'integrity',
    'posture',
    'reports',
  ],
  compliance: [
    'today',
    'approvals',
    'denials',
    'runs',
    'datasets',
    'redactor',
    'policy',
    'agents',
    'people',
    'journal',
    'integrity',
    'recovery',
    'emergency',
    'posture',
    'reports',
  ],
  viewer: [
    'today',
    'runs',
    'denials',
    'redactor',
    'policy',
    'agents',
    'people',
    'journal',
    'integrity',
    'emergency',
    'posture',
    'reports',
  ],
  admin: [
    'today',
    'runs',
    'denials',
    'redactor',
    'policy',
    'agents',
    'people',
    'journal',
    'integrity',
    'recovery',
    'emergency',
    'posture',
    'reports',
  ],
};

export function maySee(role: Role, route: Route): boolean {
  return SCREENS_OF[role].includes(route.screen);
}

/** Reads the part of the address after `#`. An address that means nothing leads to Today. */
export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?');
  const [screen, first, second, third] = path.split('/').map(decode);
  const query = new URLSearchParams(search);
  switch (screen ?? 'today') {
    case 'datasets':
      if (first === 'import') return { screen: 'datasets', importing: true };
      return { screen: 'datasets', dataset: first, column: second === 'columns' ? third : undefined };
    case 'runs': {
      if (first === 'new')
        return { screen: 'runs', starting: { dataset: query.get('dataset') ?? undefined } };
      if (second === 'calls') return { screen: 'runs', run: first, tab: 'timeline', call: third };
      return { screen: 'runs', run: first, tab: RUN_TABS.find((tab) => tab === second), call: third };
    }
    case 'approvals':
      if (first === 'pace') return { screen: 'approvals', part: 'pace' };
      return { screen: 'approvals', approval: first };
    case 'agents':
      if (first === 'duties') return { screen: 'agents', part: 'duties' };
      return { screen: 'agents', agent: first };
    case 'people':
      if (first === 'ceremonies') return { screen: 'people', part: 'ceremonies', ceremony: second };
      if (first === 'service-keys') return { screen: 'people', part: 'service-keys', key: second };
      return { screen: 'people', person: first };
    case 'redactor':
      return {
        screen: 'redactor',
        tab: REDACTOR_TABS.find((tab) => tab === first),
        dataset: first === 'proof' ? second : undefined,
      };
    case 'policy':
      if (second === 'draft') return { screen: 'policy', profile: first, drafting: true };
      return { screen: 'policy', profile: first, version: second };
    case 'denials':
      // An address with a number alone is a denial in the list of all.
      if (sequence(first) !== undefined) return { screen: 'denials', tab: 'all', seq: sequence(first) };
      return {
        screen: 'denials',
        tab: DENIAL_TABS.find((tab) => tab === first),
        group: first === 'review' ? second : undefined,
        seq: undefined,
      };
    case 'journal':
      return {
        screen: 'journal',
        seq: sequence(first),
        ...Object.fromEntries(JOURNAL_CONDITIONS.map((name) => [name, query.get(name) ?? undefined])),
      };
    case 'integrity':
      return { screen: 'integrity' };
    case 'recovery':
      return { screen: 'recovery' };
    case 'emergency':
      return { screen: 'emergency' };
    case 'posture':
      return first === 'media' ? { screen: 'posture', part: 'media' } : { screen: 'posture' };
    case 'reports':
      if (second === 'pages') return { screen: 'reports', report: first, part: 'pages' };
      return { screen: 'reports', report: first };
    default:
      return { screen: 'today' };
  }
}

/** The address of a place, as it stands after `#`. */
export function hrefOf(route: Route): string {
  return `#/${pathOf(route)}`;
}

function pathOf(route: Route): string {
  switch (route.screen) {
    case 'today':
      return 'today';
    case 'datasets':
      if (route.importing === true) return 'datasets/import';
      return join(
        'datasets',
        route.dataset,
        ...(route.column === undefined ? [] : ['columns', route.column]),
      );
    case 'runs': {
      if (route.starting !== undefined) {
        return `runs/new${search({ dataset: route.starting.dataset })}`;
      }
      if (route.call !== undefined && (route.tab ?? 'timeline') === 'timeline') {
        return join('runs', route.run, 'calls', route.call);
      }
      return join('runs', route.run, ...(route.tab === undefined ? [] : [route.tab, route.call]));
    }
    case 'approvals':
      return join('approvals', route.part ?? route.approval);
    case 'agents':
      return join('agents', route.part ?? route.agent);
    case 'people':
      if (route.part === undefined) return join('people', route.person);
      return join('people', route.part, route.part === 'ceremonies' ? route.ceremony : route.key);
    case 'redactor':
      return join('redactor', route.tab, route.dataset);
    case 'policy':
      return join('policy', route.profile, route.drafting === true ? 'draft' : route.version);
    case 'denials':
      if (route.seq !== undefined) return join('denials', route.seq.toString());
      return join('denials', route.tab, route.group);
    case 'journal':
      return `${join('journal', route.seq?.toString())}${search(Object.fromEntries(JOURNAL_CONDITIONS.map((name) => [name, route[name]])))}`;
    case 'integrity':
      return 'integrity';
    case 'recovery':
      return 'recovery';
    case 'emergency':
      return 'emergency';
    case 'posture':
      return join('posture', route.part);
    case 'reports':
      return join('reports', route.report, route.part);
  }
}

function join(...parts: readonly (string | undefined)[]): string {
  const end = parts.indexOf(undefined);
  const known = end === -1 ? parts : parts.slice(0, end);
  return known.map((part) => encodeURIComponent(part ?? '')).join('/');
}

function search(values: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== undefined) query.set(name, value);
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

function decode(part: string): string | undefined {
  if (part === '') return undefined;
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

function sequence(part: string | undefined): number | undefined {
  return part !== undefined && /^[0-9]{1,15}$/.test(part) ? Number(part) : undefined;
}
