import { messageOf } from '../../../domain/contract/errors.ts';
import { complainantTypes, type IdType, idTypes, RECORD_LIMITS } from '../../../domain/contract/record.ts';
import type { RegimeView } from '../../../domain/contract/views/station.ts';
import { COMPLAINANT_WORDS } from '../../../domain/contract/words.ts';
import { checkIdCard } from '../../../domain/identity/id-card.ts';
import { checkUscc } from '../../../domain/identity/uscc.ts';
import { ChoiceField, FieldErrorText, Label, Section, SelectField, TextField } from './fields.tsx';
import { GroupFields } from './GroupFields.tsx';
import { changeField, type Intake, setError } from './intake-store.ts';
import { textAt } from './path.ts';
import { usualIdType } from './record.ts';
import { Say } from './Say.tsx';

const TYPES = complainantTypes.map((value) => ({ value, label: COMPLAINANT_WORDS[value] }));
/** Short, because the list stands beside the number it is about. */
const ID_TYPES: Record<IdType, string> = { id_card: '身份证', passport: '护照', uscc: '信用代码' };
const GENDERS = [
  { value: '', label: '未填' },
  { value: '男', label: '男' },
  { value: '女', label: '女' },
];

export interface SectionProps {
  intake: Intake;
  /** Whether the regime wants this path filled. */
  must: (path: string) => boolean;
}

/** Who complains: one person, a unit, nobody named, somebody for another, or many. */
export function PersonSection({ intake, must, regime }: SectionProps & { regime: RegimeView }) {
  const { type } = intake.record.complainant;
  const nameLabel = type === 'organisation' ? '单位名称' : type === 'proxy' ? '委托人姓名' : '姓名';
  return (
    <Section title="投诉人">
      <Say regime={regime} channel={intake.record.channel} when={['greeting_visit', 'opening', 'ask_name']} />
      <ChoiceField
        intake={intake}
        path="complainant.type"
        label="身份"
        span={4}
        must
        choices={TYPES}
        onChoose={(value) => {
          const { id_no } = intake.record.complainant;
          if (id_no === '') changeField('complainant.id_type', usualIdType(value));
        }}
      />
      {type === 'anonymous' ? null : (
        <>
          <TextField
            intake={intake}
            path="complainant.name"
            label={nameLabel}
            span={3}
            max={RECORD_LIMITS.name}
            must={must('complainant.name')}
            onPaper
          />
          <IdField intake={intake} base="complainant" label="证件" must={must('complainant.id_no')} />
        </>
      )}
      <TextField
        intake={intake}
        path="complainant.phone"
        label="联系电话"
        span={3}
        max={40}
        inputMode="tel"
        must={must('complainant.phone')}
      />
      <TextField
        intake={intake}
        path="complainant.address"
        label="联系地址"
        span={type === 'anonymous' ? 5 : type === 'organisation' ? 6 : 7}
        max={RECORD_LIMITS.address}
        must={must('complainant.address')}
        onPaper
      />
      {type === 'organisation' ? (
        <TextField
          intake={intake}
          path="complainant.contact_person"
          label="来访联系人"
          span={3}
          max={RECORD_LIMITS.name}
          onPaper
        />
      ) : null}
      {type === 'organisation' || type === 'anonymous' ? null : (
        <SelectField intake={intake} path="complainant.gender" label="性别" span={2} options={GENDERS} />
      )}
      {type === 'proxy' ? <AgentFields intake={intake} must={must} /> : null}
      {type === 'group' ? <GroupFields intake={intake} /> : null}
    </Section>
  );
}

function AgentFields({ intake }: SectionProps) {
  return (
    <>
      <TextField
        intake={intake}
        path="complainant.agent.name"
        label="代理人姓名"
        span={3}
        max={RECORD_LIMITS.name}
        must
        onPaper
      />
      <IdField intake={intake} base="complainant.agent" label="代理人证件" must={false} />
      <TextField intake={intake} path="complainant.agent.phone" label="代理人电话" span={4} max={40} inputMode="tel" />
      <TextField
        intake={intake}
        path="complainant.agent.relation"
        label="与委托人的关系"
        span={3}
        max={RECORD_LIMITS.line}
        placeholder="例如：女儿"
      />
      <TextField
        intake={intake}
        path="complainant.agent.authorisation"
        label="委托手续"
        span={9}
        max={RECORD_LIMITS.line}
        placeholder="例如：手写委托书1页，按手印"
      />
    </>
  );
}

/** Checks the number's own check character as soon as the field is left; passports have none. */
function checkNumber(type: IdType | null, value: string): string | null {
  const code = type === 'id_card' ? checkIdCard(value) : type === 'uscc' ? checkUscc(value) : null;
  return code ? messageOf(code) : null;
}

function IdField({ intake, base, label, must }: { intake: Intake; base: string; label: string; must: boolean }) {
  const typePath = `${base}.id_type`;
  const path = `${base}.id_no`;
  const type = (textAt(intake.record, typePath) || 'id_card') as IdType;
  const value = textAt(intake.record, path);
  const error = intake.errors[path];
  const id = path.replaceAll('.', '-');
  const check = (checked: IdType): void => setError(path, value === '' ? null : checkNumber(checked, value));
  return (
    <div className="field span-5">
      <Label htmlFor={id} must={must}>
        {label}号码
      </Label>
      <span className="id-pair">
        <select
          className="input"
          aria-label={`${label}种类`}
          value={type}
          onChange={(event) => {
            changeField(typePath, event.target.value);
            check(event.target.value as IdType);
          }}
        >
          {idTypes.map((each) => (
            <option key={each} value={each}>
              {ID_TYPES[each]}
            </option>
          ))}
        </select>
        <input
          id={id}
          type="text"
          className="input"
          data-path={path}
          value={value}
          maxLength={40}
          autoComplete="off"
          spellCheck={false}
          aria-required={must || undefined}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
          onChange={(event) => changeField(path, event.target.value)}
          onBlur={() => check(type)}
        />
      </span>
      <FieldErrorText id={`${id}-error`} text={error} />
    </div>
  );
}
