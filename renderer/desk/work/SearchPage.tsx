import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Button, Input, type InputRef, Skeleton } from 'antd';
import { type KeyboardEvent, useDeferredValue, useEffect, useRef, useState } from 'react';
import { call } from '../client.ts';
import { go } from '../frame/router.ts';
import { Empty } from '../pieces/Empty.tsx';
import { ErrorNote } from '../pieces/ErrorNote.tsx';
import { CaseGrid } from './CaseGrid.tsx';
import { PageTitle } from './parts/PageTitle.tsx';
import { useSettled } from './useSettled.ts';
import './pages.css';
import './grid.css';

const PAGE = 50;

/** One box: number, name, phone or any words of the record. Results while typing, newest first. */
export default function SearchPage() {
  const box = useRef<InputRef>(null);
  const results = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState('');
  const query = useSettled(useDeferredValue(typed).trim(), 180);

  useEffect(() => {
    box.current?.focus();
  }, []);

  const found = useInfiniteQuery({
    queryKey: ['search', query],
    queryFn: ({ pageParam }) => call('search', { query, offset: pageParam, limit: PAGE }),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => (last.more ? pages.length * PAGE : undefined),
    enabled: query !== '',
    placeholderData: keepPreviousData,
  });
  const rows = found.data?.pages.flatMap((page) => page.rows) ?? [];

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const first = rows[0];
    if (event.key === 'Enter' && first && typed.trim() === query) go({ page: 'case', caseId: first.caseId });
    if (event.key === 'ArrowDown' && first) {
      event.preventDefault();
      results.current?.querySelector<HTMLElement>('[role=grid]')?.focus({ preventScroll: true });
    }
    if (event.key === 'Escape') setTyped('');
  }

  return (
    <div className="page search">
      <PageTitle>查询</PageTitle>
      <search className="search-box">
        <Input
          ref={box}
          size="large"
          allowClear
          maxLength={200}
          value={typed}
          aria-label="查询诉求件"
          data-search-field
          placeholder="编号、姓名、电话，或记录里的任意两个字"
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <span className="quiet">Enter 打开第一件　↓ 进入列表　Esc 清空</span>
      </search>
      <div ref={results} className="search-results">
        {shown()}
      </div>
    </div>
  );

  function shown() {
    if (query === '') {
      return (
        <Empty icon="search" title="输入几个字就能找到">
          编号的一部分、姓名、电话后几位、被反映单位，或诉求里的任意两个字都可以；多个词用空格隔开。
        </Empty>
      );
    }
    if (found.isPending) return <Skeleton active title={false} paragraph={{ rows: 8, width: '100%' }} />;
    if (found.error)
      return <ErrorNote error={found.error} action={<Button onClick={() => found.refetch()}>重试</Button>} />;
    if (rows.length === 0) {
      return (
        <Empty icon="search" title={`没有找到“${query}”`}>
          换一个说法，或少写几个字；姓名里有生僻字时，可以查电话或编号。
        </Empty>
      );
    }
    return (
      <>
        <p className="search-count" role="status">
          {found.hasNextPage ? `先列出最近的 ${rows.length} 件` : `找到 ${rows.length} 件`}，最近登记的在前
        </p>
        <CaseGrid
          rows={rows}
          label="查询结果"
          query={query}
          onOpen={(row) => go({ page: 'case', caseId: row.caseId })}
        />
        {found.hasNextPage ? (
          <div className="pager">
            <Button loading={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
              更多
            </Button>
          </div>
        ) : null}
      </>
    );
  }
}
