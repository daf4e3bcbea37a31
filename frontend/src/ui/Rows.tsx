import { Checkbox, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useId } from 'react';
import { useI18n } from '@/i18n/I18n';
import type { Column } from './DataTable';
import classes from './DataTable.module.css';
import { LeftSign } from './LeftSign';
import type { RowTools } from './rowTools';
import { usePreference } from './usePreference';

type Props<Row> = {
  label: string;
  rows: Row[];
  rowKey: (row: Row) => string;
  columns: [Column<Row>, ...Column<Row>[]];
  tools?: RowTools<Row>;
  /** The rows that have left the list since it was read. */
  left?: ReadonlySet<string>;
};

/** The rows of a list: a table, or cards where there is no room for one. */
export function Rows<Row>(props: Props<Row>) {
  const narrow = useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false });
  return narrow ? <Cards {...props} /> : <Grid {...props} />;
}

/** What marks a row for the eye, the keys and the cursor. */
function rowProps<Row>({ rowKey, tools }: Props<Row>, row: Row) {
  const key = rowKey(row);
  return {
    'data-row': true,
    'data-cursor': tools?.cursor === key || undefined,
    'data-chosen': tools?.chosen.has(key) || undefined,
    onFocus: tools && (() => tools.onCursor(key)),
  };
}

function Choose<Row>({ row, rowKey, tools }: { row: Row; rowKey: (row: Row) => string; tools: RowTools<Row> }) {
  const { m } = useI18n();
  const key = rowKey(row);
  return (
    <Checkbox
      size="sm"
      className={classes.tool}
      checked={tools.chosen.has(key)}
      onChange={() => tools.onChoose(key)}
      aria-label={m.desk.list.choose(tools.nameOf(row))}
    />
  );
}

function Cards<Row>(props: Props<Row>) {
  const { m } = useI18n();
  const { label, rows, rowKey, columns, tools, left } = props;
  return (
    <ul className={classes.cards} aria-label={label}>
      {rows.map((row) => (
        <li key={rowKey(row)} className={classes.card} {...rowProps(props, row)}>
          {columns.map((column, index) => (
            <div key={column.id} data-figure={column.figure} data-first={index === 0 || undefined}>
              {(column.figure || column.named) && <span className={classes.name}>{m.desk.label(column.label)}</span>}
              {column.render(row)}
              {index === 0 && left?.has(rowKey(row)) && <LeftSign />}
            </div>
          ))}
          {tools && (
            <div className={classes.cardTools}>
              <Choose row={row} rowKey={rowKey} tools={tools} />
              <div className={classes.tool}>{tools.menu(row)}</div>
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

function Grid<Row>(props: Props<Row>) {
  const { label, rows, rowKey, columns, tools, left } = props;
  const { m } = useI18n();
  const [density] = usePreference('density');
  const id = useId();
  return (
    <table className={classes.table} data-density={density} aria-labelledby={id}>
      <caption id={id} className={classes.caption}>
        {label}
      </caption>
      <thead>
        <tr>
          {tools && (
            <th scope="col" data-tool>
              <VisuallyHidden>{m.desk.list.chosen}</VisuallyHidden>
            </th>
          )}
          {columns.map((column) => (
            <th
              key={column.id}
              scope="col"
              data-from={column.from}
              data-figure={column.figure}
              aria-sort={column.sorted}
            >
              {column.head ?? column.label}
            </th>
          ))}
          {tools && (
            <th scope="col" data-tool>
              <VisuallyHidden>{m.desk.more}</VisuallyHidden>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)} {...rowProps(props, row)}>
            {tools && (
              <td data-tool>
                <Choose row={row} rowKey={rowKey} tools={tools} />
              </td>
            )}
            {columns.map((column, index) => (
              <td
                key={column.id}
                data-from={column.from}
                data-figure={column.figure}
                data-first={index === 0 || undefined}
              >
                {column.render(row)}
                {index === 0 && left?.has(rowKey(row)) && <LeftSign />}
              </td>
            ))}
            {tools && (
              <td data-tool>
                <div className={classes.tool}>{tools.menu(row)}</div>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
