import { Check, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  Button as AriaButton,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  RadioButton,
  RadioField,
  RadioGroup,
  Select,
  SelectValue,
  Text,
  TextArea,
  TextField as AriaTextField,
} from 'react-aria-components';

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly note?: ReactNode;
  readonly error?: string | undefined;
  readonly isDisabled?: boolean;
}

export function TextField(
  props: FieldProps & {
    readonly secret?: boolean;
    readonly lines?: number;
    readonly autoFocus?: boolean;
    readonly autoComplete?: string;
    readonly maxLength?: number;
    readonly onEnter?: () => void;
  },
): ReactNode {
  const { onEnter } = props;
  return (
    <AriaTextField
      className="field"
      value={props.value}
      onChange={props.onChange}
      isInvalid={props.error !== undefined}
      isDisabled={props.isDisabled ?? false}
      type={props.secret === true ? 'password' : 'text'}
      autoComplete={props.autoComplete ?? 'off'}
      {...(props.maxLength === undefined ? {} : { maxLength: props.maxLength })}
      {...(props.autoFocus === true ? { autoFocus: true } : {})}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && onEnter !== undefined) onEnter();
      }}
    >
      <Label className="field-label">{props.label}</Label>
      {props.lines === undefined ? (
        <Input className="input" spellCheck={false} />
      ) : (
        <TextArea className="input input-lines" rows={props.lines} spellCheck={false} />
      )}
      {props.note !== undefined && (
        <Text slot="description" className="field-note">
          {props.note}
        </Text>
      )}
      <FieldError className="field-error">{props.error}</FieldError>
    </AriaTextField>
  );
}

/** The password of somebody who is named, once more for an act. */
export function PasswordField(props: {
  readonly whose: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isDisabled?: boolean;
  readonly onEnter?: () => void;
}): ReactNode {
  const { whose, ...rest } = props;
  return <TextField label={`Password of ${whose}`} secret autoComplete="off" {...rest} />;
}

/** What somebody says about an act, for the journal. */
export function JournalField(
  props: Pick<FieldProps, 'label' | 'value' | 'onChange' | 'isDisabled'>,
): ReactNode {
  return (
    <TextField
      {...props}
      lines={2}
      maxLength={500}
      note="Kept in the journal. No names or numbers of patients."
    />
  );
}

export interface Choice<Id extends string> {
  readonly id: Id;
  readonly text: string;
  readonly note?: string | undefined;
}

export function SelectField<Id extends string>(props: {
  readonly label: string;
  readonly value: Id | null;
  readonly onChange: (value: Id) => void;
  readonly choices: readonly Choice<Id>[];
  readonly placeholder?: string;
  readonly note?: ReactNode;
  readonly hideLabel?: boolean;
}): ReactNode {
  return (
    <Select
      className="field"
      value={props.value}
      onChange={(key) => {
        const choice = props.choices.find((item) => item.id === key);
        if (choice !== undefined) props.onChange(choice.id);
      }}
      placeholder={props.placeholder ?? 'Choose'}
      {...(props.hideLabel === true ? { 'aria-label': props.label } : {})}
    >
      {props.hideLabel !== true && <Label className="field-label">{props.label}</Label>}
      <AriaButton className="input select-button">
        <SelectValue className="select-value">
          {({ selectedText, isPlaceholder, defaultChildren }) =>
            isPlaceholder ? defaultChildren : selectedText
          }
        </SelectValue>
        <ChevronsUpDown size={14} aria-hidden="true" />
      </AriaButton>
      {props.note !== undefined && (
        <Text slot="description" className="field-note">
          {props.note}
        </Text>
      )}
      <Popover className="popover" offset={4}>
        <ListBox className="list-box" items={props.choices}>
          {(item) => (
            <ListBoxItem className="list-item" id={item.id} textValue={item.text}>
              {({ isSelected }) => (
                <>
                  <span className="list-item-text">
                    <span>{item.text}</span>
                    {item.note !== undefined && <span className="list-item-note">{item.note}</span>}
                  </span>
                  {isSelected && <Check size={14} aria-hidden="true" />}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}

/** One of a few, each with what it means. Nothing is chosen unless `value` says so. */
export function ChoiceCards<Id extends string>(props: {
  readonly label: string;
  readonly value: Id | null;
  readonly onChange: (value: Id) => void;
  readonly choices: readonly Choice<Id>[];
  readonly isDisabled?: boolean;
}): ReactNode {
  return (
    <RadioGroup
      className="field choice-cards"
      value={props.value}
      isDisabled={props.isDisabled ?? false}
      onChange={(key) => {
        const choice = props.choices.find((item) => item.id === key);
        if (choice !== undefined) props.onChange(choice.id);
      }}
    >
      <Label className="field-label">{props.label}</Label>
      <div className="choice-row">
        {props.choices.map((item) => (
          <RadioField key={item.id} value={item.id} className="choice-field">
            <RadioButton className="choice">
              <span className="choice-mark" aria-hidden="true" />
              <span className="choice-text">
                <span className="choice-name">{item.text}</span>
                {item.note !== undefined && <span className="choice-note">{item.note}</span>}
              </span>
            </RadioButton>
          </RadioField>
        ))}
      </div>
    </RadioGroup>
  );
}
