import { Button } from 'antd';
import { useState } from 'react';
import type { PrinterProfileView } from '../../../domain/contract/printing.ts';
import { Icon } from '../pieces/Icon.tsx';
import { SIGNS, type Sign, suggestProfile } from './testPageSigns.ts';

const ALL = Object.keys(SIGNS) as Sign[];

/** 测试页看起来怎样？ What an officer sees on the paper leads to a model, one click to apply. */
export function TestPageGuide({
  name,
  width,
  printed,
  chosen,
  profiles,
  onChoose,
}: {
  name: string;
  width: '58' | '80';
  /** The model that the page was printed with. */
  printed: string;
  /** The model that is chosen now. */
  chosen: string;
  profiles: readonly PrinterProfileView[];
  onChoose: (profile: string) => void;
}) {
  const [fine, setFine] = useState(false);
  const [signs, setSigns] = useState<readonly Sign[]>([]);
  const suggested = suggestProfile(profiles, printed, width, signs);
  const toggle = (sign: Sign): void => {
    setFine(false);
    setSigns((all) => (all.includes(sign) ? all.filter((one) => one !== sign) : [...all, sign]));
  };
  return (
    <fieldset className="test-guide">
      <legend>测试页看起来怎样？</legend>
      <div className="test-signs">
        <label className="check">
          <input
            type="checkbox"
            checked={fine}
            onChange={() => {
              setFine(!fine);
              setSigns([]);
            }}
          />
          都正常
        </label>
        {ALL.map((sign) => (
          <label key={sign} className="check">
            <input type="checkbox" checked={signs.includes(sign)} onChange={() => toggle(sign)} />
            {SIGNS[sign]}
          </label>
        ))}
      </div>
      <div role="status" className="test-verdict">
        {fine ? (
          <span className="test-good">
            <Icon name="check" size={16} /> 型号合适，保存打印机就可以用了。
          </span>
        ) : null}
        {signs.length > 0 && suggested ? (
          suggested.id === chosen ? (
            <span className="test-good">
              <Icon name="check" size={16} /> 已改为“{suggested.name}”，请再打一张测试页看看。
            </span>
          ) : (
            <>
              <span>
                建议的型号：<strong>{suggested.name}</strong>
                <span className="quiet">　{suggested.note}</span>
              </span>
              <Button
                size="small"
                type="primary"
                aria-label={`改用这个型号 ${name}`}
                onClick={() => onChoose(suggested.id)}
              >
                改用这个型号
              </Button>
            </>
          )
        ) : null}
        {signs.length > 0 && !suggested ? (
          <span className="form-warning">
            目录里没有正好合适的型号。请从上面的“打印机型号”里选最接近的一个再打一张，或请管理员照说明书添加。
          </span>
        ) : null}
      </div>
    </fieldset>
  );
}
