import { useId } from 'react';
import { RECORD_LIMITS } from '../../../domain/contract/record.ts';
import { Icon } from '../pieces/Icon.tsx';
import { RareNote } from '../pieces/RareNote.tsx';
import { Label } from './fields.tsx';
import { changeField, type Intake } from './intake-store.ts';
import { EMPTY_GROUP } from './record.ts';

const MOST_REPRESENTATIVES = 20;

/** How many complain together, and who speaks for them. */
export function GroupFields({ intake }: { intake: Intake }) {
  const id = useId();
  const group = intake.record.complainant.group ?? EMPTY_GROUP;
  const put = (change: Partial<typeof group>): void => changeField('complainant.group', { ...group, ...change });
  const { representatives } = group;
  return (
    <>
      <div className="field span-3">
        <Label htmlFor={id} must>
          共同投诉人数
        </Label>
        <input
          id={id}
          className="input"
          type="number"
          min={1}
          max={1_000_000}
          data-path="complainant.group.count"
          value={group.count}
          onChange={(event) =>
            put({ count: Math.max(1, Math.min(1_000_000, Math.trunc(Number(event.target.value)) || 1)) })
          }
        />
      </div>
      <div className="field span-9">
        <Label must={false}>代表人</Label>
        <div className="representatives">
          {representatives.map((person, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: representatives have no identity but their place in the list
            <span className="representative" key={at}>
              {(['name', 'phone'] as const).map((part) => (
                <input
                  key={part}
                  className="input"
                  type="text"
                  aria-label={`代表人${at + 1}${part === 'name' ? '姓名' : '电话'}`}
                  placeholder={part === 'name' ? '姓名' : '电话'}
                  maxLength={part === 'name' ? RECORD_LIMITS.name : 40}
                  value={person[part]}
                  onChange={(event) =>
                    put({
                      representatives: representatives.map((other, i) =>
                        i === at ? { ...other, [part]: event.target.value } : other,
                      ),
                    })
                  }
                />
              ))}
            </span>
          ))}
          <RareNote text={representatives.map(({ name }) => name).join('')} />
          {representatives.length < MOST_REPRESENTATIVES ? (
            <button
              type="button"
              className="button button-small"
              onClick={() => put({ representatives: [...representatives, { name: '', phone: '' }] })}
            >
              <Icon name="plus" size={14} /> 添加代表人
            </button>
          ) : null}
        </div>
      </div>
    </>
  );
}
