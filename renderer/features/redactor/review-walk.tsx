import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { IdentifierClass } from '../../../shared/domain/index.ts';
import type { RedactionReviewView, ReviewDocumentView } from '../../../shared/ipc/index.ts';
import { useAction, useQuery } from '../../api/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/fields.tsx';
import { Progress } from '../../ui/figures.tsx';
import { formatCount } from '../../ui/format.ts';
import { Failure, Skeleton } from '../../ui/states.tsx';
import { Key } from '../../ui/text.tsx';
import { CLASS_NAMES, classWord } from '../../ui/words.ts';
import { foundBy } from './marked-text.tsx';
import { spanAt, toNextSpan, wordsOf } from './review-words.ts';

/** One text after the other, until the sample is judged. */
export function ReviewWalk(props: {
  readonly review: RedactionReviewView;
  readonly onJudged: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { review, onClose } = props;
  const [document, setDocument] = useState(review.next ?? 0);
  const shown = useQuery('phi.getReviewDocument', { review: review.id, document });
  return (
    <div className="tab-page review-walk">
      <div className="row-apart">
        <Progress
          label="Texts judged"
          share={document / review.documents}
          text={`${formatCount(document)} of ${formatCount(review.documents)}`}
        />
        <Button onPress={onClose}>Pause the review</Button>
      </div>
      {shown.status === 'loading' && <Skeleton label="the text" />}
      {shown.status === 'failed' && (
        <Failure problem={shown.problem} retry={shown.reload} where="text of the review" />
      )}
      {shown.status === 'ready' && (
        <Text
          key={document}
          shown={shown.value}
          review={review.id}
          onNext={() => {
            props.onJudged();
            if (document + 1 < review.documents) setDocument(document + 1);
            else onClose();
          }}
        />
      )}
    </div>
  );
}

interface Missed {
  readonly start: number;
  readonly end: number;
  readonly label: IdentifierClass;
}

/** INVARIANT: everything here is reached by keyboard; the current word is told to screen readers. */
function Text(props: {
  readonly shown: ReviewDocumentView;
  readonly review: string;
  readonly onNext: () => void;
}): ReactNode {
  const { text, spans, document } = props.shown;
  const words = wordsOf(text);
  const judge = useAction('phi.judgeDocument');
  const box = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const [anchor, setAnchor] = useState(0);
  const [wrong, setWrong] = useState<ReadonlySet<number>>(new Set());
  const [missed, setMissed] = useState<readonly Missed[]>([]);
  const [label, setLabel] = useState<IdentifierClass>('NAME');
  const [low, high] = at < anchor ? [at, anchor] : [anchor, at];

  useEffect(() => box.current?.focus(), []);
  useEffect(() => {
    box.current?.querySelector(`[data-word="${at}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  const move = (to: number, extend: boolean): void => {
    const next = Math.min(words.length - 1, Math.max(0, to));
    setAt(next);
    if (!extend) setAnchor(next);
  };
  const toggleWrong = (): void => {
    const word = words[at];
    const span = word === undefined ? -1 : spanAt(word, spans);
    if (span < 0) return;
    const next = new Set(wrong);
    if (!next.delete(span)) next.add(span);
    setWrong(next);
  };
  const toggleMissed = (): void => {
    const [start, end] = [words[low]?.start, words[high]?.end];
    if (start === undefined || end === undefined) return;
    const others = missed.filter((mark) => mark.end <= start || end <= mark.start);
    setMissed(others.length < missed.length ? others : [...missed, { start, end, label }]);
  };
  const next = async (): Promise<void> => {
    const done = await judge.run({
      ...{ review: props.review, document, wrong: [...wrong], missed: [...missed] },
    });
    if (done !== undefined) props.onNext();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const acts: Readonly<Record<string, () => void>> = {
      ArrowRight: () => move(at + 1, event.shiftKey),
      ArrowLeft: () => move(at - 1, event.shiftKey),
      ArrowDown: () => move(toNextSpan(at, 1, words, spans), false),
      ArrowUp: () => move(toNextSpan(at, -1, words, spans), false),
      x: toggleWrong,
      m: toggleMissed,
      Enter: () => void next(),
    };
    const act = acts[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey || judge.pending) return;
    event.preventDefault();
    act();
  };

  const word = words[at];
  const here = word === undefined ? undefined : spans[spanAt(word, spans)];
  return (
    <>
      <div
        className="review-text"
        ref={box}
        tabIndex={0}
        role="group"
        aria-label="Text under review"
        aria-describedby="review-keys"
        onKeyDown={onKeyDown}
      >
        {words.map((each, index) => (
          <span key={each.start}>
            <span
              data-word={index}
              className={wordClass(
                index >= low && index <= high,
                spanAt(each, spans),
                wrong,
                missed.some((mark) => mark.start < each.end && each.start < mark.end),
              )}
            >
              {text.slice(each.start, each.end)}
            </span>
            {text.slice(each.end, words[index + 1]?.start ?? text.length)}
          </span>
        ))}
      </div>
      <p className="unseen" role="status">
        {word === undefined ? '' : text.slice(word.start, word.end)}
        {here !== undefined && `, redacted as ${classWord(here.label)}, found by ${foundBy(here.by)}`}
      </p>
      <p className="small soft">
        {here === undefined
          ? 'This word stays.'
          : `Redacted as ${classWord(here.label)}, found by ${foundBy(here.by)}.`}{' '}
        {missed.length > 0 && `${missed.length} marked as missed. `}
        {wrong.size > 0 && `${wrong.size} marked as wrong.`}
      </p>
      {judge.problem !== undefined && <Failure problem={judge.problem} where="judgement" />}
      <div className="row-apart review-foot">
        <p className="caption faint" id="review-keys">
          <Key>←</Key> <Key>→</Key> word, with <Key>Shift</Key> several, <Key>↑</Key> <Key>↓</Key> redaction,{' '}
          <Key>x</Key> wrongly redacted, <Key>m</Key> missed, <Key>Enter</Key> next text
        </p>
        <div className="row">
          <SelectField
            label="Class of what was missed"
            hideLabel
            value={label}
            onChange={setLabel}
            choices={CLASS_NAMES.map((id) => ({ id, text: classWord(id) }))}
          />
          <Button variant="primary" isDisabled={judge.pending} onPress={() => void next()}>
            {judge.pending ? 'Recording' : 'Record and go on'}
          </Button>
        </div>
      </div>
    </>
  );
}

function wordClass(isCurrent: boolean, span: number, wrong: ReadonlySet<number>, isMissed: boolean): string {
  const classes = ['review-word'];
  if (isCurrent) classes.push('review-word-current');
  if (isMissed) classes.push('review-word-missed');
  else if (span >= 0) classes.push(wrong.has(span) ? 'review-word-wrong' : 'review-word-redacted');
  return classes.join(' ');
}
