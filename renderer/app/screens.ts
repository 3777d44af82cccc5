import {
  Ban,
  Bot,
  Database,
  Eraser,
  FileCheck2,
  LayoutDashboard,
  LifeBuoy,
  Play,
  Scale,
  ScrollText,
  ShieldCheck,
  Siren,
  Unplug,
  Stamp,
  Users,
  type LucideIcon,
} from 'lucide-react';
import type { ScreenName } from './routes.ts';

/** Name and picture of each screen, for the navigation and the palette. */
export const SCREEN_WORDS: Readonly<
  Record<ScreenName, { readonly text: string; readonly icon: LucideIcon }>
> = {
  today: { text: 'Today', icon: LayoutDashboard },
  datasets: { text: 'Datasets', icon: Database },
  runs: { text: 'Runs', icon: Play },
  approvals: { text: 'Approvals', icon: Stamp },
  denials: { text: 'Denials', icon: Ban },
  redactor: { text: 'Redactor', icon: Eraser },
  policy: { text: 'Policy', icon: Scale },
  agents: { text: 'Agents', icon: Bot },
  people: { text: 'People', icon: Users },
  journal: { text: 'Journal', icon: ScrollText },
  integrity: { text: 'Integrity', icon: ShieldCheck },
  recovery: { text: 'Recovery', icon: LifeBuoy },
  emergency: { text: 'Emergency', icon: Siren },
  posture: { text: 'Posture', icon: Unplug },
  reports: { text: 'Reports', icon: FileCheck2 },
};
