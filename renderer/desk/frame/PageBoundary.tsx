import { Component, type ReactNode } from 'react';
import { Icon } from '../pieces/Icon.tsx';

/** A page that breaks takes nothing else with it; what was typed is on disk as a draft. */
export class PageBoundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <div className="note note-error" role="alert">
        <Icon name="alert" />
        <div className="note-words">
          <strong>这一页出了问题</strong>
          <div>已录入的内容都在草稿里。请重新打开这一页。</div>
        </div>
        <button type="button" className="button" onClick={() => this.setState({ broken: false })}>
          重新打开
        </button>
      </div>
    );
  }
}
