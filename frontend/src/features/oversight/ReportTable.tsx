import type { ReactNode } from 'react';
import type { ReportPeriod } from '@/api/generated/types.gen';
import { DataTable } from '@/ui/DataTable';
import { Panel } from '@/ui/Panel';
import { CsvButton } from './CsvButton';
import { csvOf, type SheetedColumns, sheetOf } from './sheet';

type Props<Row> = {
  title: string;
  /** What its file is called, before the days. */
  name: string;
  period?: ReportPeriod;
  rows: Row[];
  rowKey: (row: Row) => string;
  columns: SheetedColumns<Row>;
  empty: { title: string; about: string };
  about?: ReactNode;
};

/** A table of a report with its heading, and beside that the way to have it as a file. */
export function ReportTable<Row>({ title, name, period, rows, rowKey, columns, empty, about }: Props<Row>) {
  const csv = rows.length > 0 && (
    <CsvButton name={name} period={period} table={title} csv={() => csvOf(sheetOf(columns), rows)} />
  );
  return (
    <Panel title={title} side={csv} bare>
      {about}
      <DataTable
        label={title}
        state={rows.length > 0 ? { phase: 'rows', rows } : { phase: 'empty' }}
        rowKey={rowKey}
        columns={columns}
        empty={empty}
        filteredEmpty={empty}
      />
    </Panel>
  );
}
