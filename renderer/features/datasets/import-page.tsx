import { FileUp } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useAction, useProgress, useQuery } from '../../api/hooks.ts';
import { go } from '../../app/navigation.ts';
import { hrefOf } from '../../app/routes.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/fields.tsx';
import { Progress } from '../../ui/figures.tsx';
import { formatBytes, formatCount, formatTimeLeft, plural } from '../../ui/format.ts';
import { Screen } from '../../ui/layout.tsx';
import { Callout, Empty, Failure, Skeleton } from '../../ui/states.tsx';
import { PreviewTable } from './preview-table.tsx';

const DELIMITERS = { ',': 'comma', '\t': 'tab', '|': 'pipe', ';': 'semicolon' } as const;
type Delimiter = keyof typeof DELIMITERS;

/** Choose a file, look at what it holds, then bring it in. Nothing is kept before the last step. */
export function ImportPage(): ReactNode {
  const [chosen, setChosen] = useState<{ readonly token: string; readonly file: string } | null>(null);
  const choose = useAction('datasets.chooseFile');
  const pick = async (): Promise<void> => {
    const file = await choose.run({});
    if (file !== undefined && file !== null) setChosen(file);
  };
  return (
    <Screen
      title="Import a dataset"
      above={<a href={hrefOf({ screen: 'datasets' })}>Datasets</a>}
      meta={chosen === null ? undefined : <code>{chosen.file}</code>}
      actions={
        chosen === null ? undefined : (
          <Button isDisabled={choose.pending} onPress={() => void pick()}>
            Choose another file
          </Button>
        )
      }
    >
      {choose.problem !== undefined && <Failure problem={choose.problem} where="choosing a file" />}
      {chosen === null ? (
        <Empty
          title="Choose a table to bring in"
          icon={<FileUp size={20} aria-hidden="true" />}
          action={
            <Button variant="primary" isDisabled={choose.pending} onPress={() => void pick()}>
              Choose a file
            </Button>
          }
        >
          CSV (comma, tab, pipe or semicolon), Excel or Parquet. You see its first rows and what was found in
          them before anything is stored.
        </Empty>
      ) : (
        <Preview key={chosen.token} token={chosen.token} />
      )}
    </Screen>
  );
}

function Preview(props: { readonly token: string }): ReactNode {
  const preview = useQuery('datasets.previewFile', { token: props.token });
  const [delimiter, setDelimiter] = useState<Delimiter | null>(null);
  const bring = useAction('datasets.importFile');
  const stop = useAction('datasets.cancel');
  const progress = useProgress('import', bring.pending);

  if (preview.status === 'loading') return <Skeleton label="the preview" lines={10} />;
  if (preview.status === 'failed') {
    return <Failure problem={preview.problem} retry={preview.reload} where="preview of the file" />;
  }
  const view = preview.value;
  const start = async (): Promise<void> => {
    const dataset = await bring.run({ token: props.token, ...(delimiter === null ? {} : { delimiter }) });
    if (dataset !== undefined) go({ screen: 'datasets', dataset: dataset.id }, 'replace');
  };
  return (
    <>
      <div className="import-facts">
        <span>{view.format.toUpperCase()}</span>
        <span>{formatBytes(view.sizeBytes)}</span>
        <span>{plural(view.headers.length, 'column')}</span>
        {view.encoding !== undefined && <span>{view.encoding === 'utf-8' ? 'UTF-8' : 'Windows-1252'}</span>}
        {view.delimiter !== undefined && (
          <SelectField
            label="Delimiter"
            hideLabel
            value={delimiter ?? view.delimiter}
            onChange={setDelimiter}
            choices={(Object.keys(DELIMITERS) as Delimiter[]).map((id) => ({
              id,
              text: `Separated by ${DELIMITERS[id]}`,
            }))}
          />
        )}
      </div>
      {view.problems.length > 0 && (
        <Callout tone="warn" title={`${plural(view.problems.length, 'problem')} in the first rows`}>
          <ul className="import-problems">
            {view.problems.map((problem, index) => (
              <li key={index}>
                <span className="figure strong">line {formatCount(problem.line)}</span>
                {problem.column !== undefined && <code>{problem.column}</code>}
                <span>{problem.message}</span>
              </li>
            ))}
          </ul>
        </Callout>
      )}
      <PreviewTable view={view} />
      {bring.problem !== undefined && <Failure problem={bring.problem} where="import" />}
      <div className="import-foot">
        {bring.pending ? (
          <div className="import-progress">
            <Progress
              label="Reading and encrypting"
              share={
                progress === undefined || progress.total <= 0 ? undefined : progress.done / progress.total
              }
              text={
                progress === undefined
                  ? 'starting'
                  : [
                      progress.message ?? `${formatCount(progress.done)} of ${formatCount(progress.total)}`,
                      progress.secondsLeft === undefined ? undefined : formatTimeLeft(progress.secondsLeft),
                    ]
                      .filter((part) => part !== undefined)
                      .join(' · ')
              }
            />
          </div>
        ) : (
          <p className="soft small">
            The table is stored encrypted. The file itself stays where it is, in clear, until you record what
            became of it.
          </p>
        )}
        {bring.pending && (
          <Button isDisabled={stop.pending} onPress={() => void stop.run({})}>
            Cancel
          </Button>
        )}
        <Button variant="primary" isDisabled={bring.pending} onPress={() => void start()}>
          {bring.pending ? 'Importing' : 'Import'}
        </Button>
      </div>
    </>
  );
}
