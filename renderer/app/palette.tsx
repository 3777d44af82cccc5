import { Database, Lock, Play, ShieldCheck, SunMoon, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  SearchField,
  useFilter,
} from 'react-aria-components';
import { useQuery } from '../api/hooks.ts';
import { shortId } from '../ui/format.ts';
import { RUN_STATES } from '../ui/words.ts';
import { go } from './navigation.ts';
import { SCREENS_OF } from './routes.ts';
import { SCREEN_WORDS } from './screens.ts';
import { useSignedIn } from './session.tsx';
import { chooseTheme, storedTheme } from './theme.ts';

interface Command {
  readonly id: string;
  readonly text: string;
  readonly note?: string;
  readonly icon: LucideIcon;
  readonly act: () => void;
}

/** Ctrl or Cmd K: every screen, run and dataset by name. */
export function Palette(props: { readonly onClose: () => void }): ReactNode {
  return (
    <ModalOverlay
      className="overlay"
      isOpen
      isDismissable
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
    >
      <Modal className="modal palette">
        <Dialog className="dialog" aria-label="Find">
          <Commands onClose={props.onClose} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Commands(props: { readonly onClose: () => void }): ReactNode {
  const { contains } = useFilter({ sensitivity: 'base' });
  const groups = useCommands();
  return (
    <Autocomplete filter={contains}>
      <SearchField aria-label="Find a screen, run or dataset" autoFocus>
        <Input className="palette-input" placeholder="Find a screen, run or dataset" />
      </SearchField>
      <div className="palette-list" tabIndex={0} role="group" aria-label="Found, scrolling">
        <Menu
          className="palette-menu"
          aria-label="Found"
          renderEmptyState={() => <p className="palette-head">Nothing has that name.</p>}
          onAction={(key) => {
            props.onClose();
            for (const group of groups) group.commands.find((command) => command.id === key)?.act();
          }}
        >
          {groups.map((group) => (
            <MenuSection key={group.title} id={group.title}>
              <Header className="palette-head">{group.title}</Header>
              {group.commands.map(({ id, text, note, icon: Icon }) => (
                <MenuItem
                  key={id}
                  id={id}
                  textValue={note === undefined ? text : `${text} ${note}`}
                  className="palette-item"
                >
                  <Icon size={16} aria-hidden="true" />
                  <span>{text}</span>
                  {note !== undefined && <span className="palette-note">{note}</span>}
                </MenuItem>
              ))}
            </MenuSection>
          ))}
        </Menu>
      </div>
    </Autocomplete>
  );
}

function useCommands(): readonly { readonly title: string; readonly commands: readonly Command[] }[] {
  const { person, lock } = useSignedIn();
  const screens = SCREENS_OF[person.role];
  const runs = useQuery('runs.list', {});
  const datasets = useQuery('datasets.list', screens.includes('datasets') ? {} : null);
  const acts: Command[] = [
    { id: 'act:lock', text: 'Lock the workspace', icon: Lock, act: lock },
    {
      id: 'act:verify',
      text: 'Verify the journal',
      icon: ShieldCheck,
      act: () => go({ screen: 'integrity' }),
    },
    {
      id: 'act:theme',
      text: 'Change between light and dark',
      icon: SunMoon,
      act: () => {
        const dark =
          storedTheme() === 'system'
            ? matchMedia('(prefers-color-scheme: dark)').matches
            : storedTheme() === 'dark';
        chooseTheme(dark ? 'light' : 'dark');
      },
    },
  ];
  if (person.role === 'operator') {
    acts.unshift(
      {
        id: 'act:import',
        text: 'Import a dataset',
        icon: Database,
        act: () => go({ screen: 'datasets', importing: true }),
      },
      { id: 'act:run', text: 'Start a run', icon: Play, act: () => go({ screen: 'runs', starting: {} }) },
    );
  }
  const groups = [
    {
      title: 'Screens',
      commands: screens.map((screen) => ({
        id: `screen:${screen}`,
        text: SCREEN_WORDS[screen].text,
        icon: SCREEN_WORDS[screen].icon,
        act: () => go({ screen }),
      })),
    },
    { title: 'Do', commands: acts },
    {
      title: 'Runs',
      commands: (runs.status === 'ready' ? runs.value : []).map((run) => ({
        id: `run:${run.id}`,
        text: `${run.template} on ${run.table}`,
        note: `${RUN_STATES[run.state].text} · ${shortId(run.id)}`,
        icon: Play,
        act: () => go({ screen: 'runs', run: run.id }),
      })),
    },
    {
      title: 'Datasets',
      commands: (datasets.status === 'ready' ? datasets.value : []).map((dataset) => ({
        id: `dataset:${dataset.id}`,
        text: dataset.table,
        note: shortId(dataset.id),
        icon: Database,
        act: () => go({ screen: 'datasets', dataset: dataset.id }),
      })),
    },
  ];
  return groups.filter((group) => group.commands.length > 0);
}
