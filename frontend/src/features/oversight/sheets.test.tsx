import { screen, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { ADA, openAt, signedInAs } from '@/test/app';
import { savedFiles } from '@/test/files';
import { pageOf } from '@/test/records';
import { anAgentReport, aPerformance, aSummary, count, LOAD, share, someIssues, time } from '@/test/reports';
import { answer } from '@/test/server';

const OVERSIGHT = '/admin/customer-care-oversight';
const OCTOBER = 'from=2026-10-01&to=2026-10-31';
const IFE = { id: '01a20472-448e-70dd-8025-403e8dcd2019', name: 'Ife Adebayo' };
const DEALINGS = { interactions: 2, tickets_resolved: 1, replies: 4 };
const TIMES = { first_at: '2026-10-02T09:00:00Z', last_at: '2026-10-30T16:30:00Z' };

afterEach(() => vi.restoreAllMocks());

test('saving_agent_performance_has_the_columns_and_rows_of_the_table_in_its_order', async () => {
  signedInAs('admin');
  const agents = [
    {
      agent: { id: ADA.id, name: '=cmd()', role: 'agent', active: true } as const,
      figures: [count('tickets_resolved', 4), time('first_response_time', 600), share('reopen_rate', 1, 4)],
      load: { ...LOAD, open: 2, pending: 1, oldest_waiting_since: '2026-10-31T10:00:00Z' },
    },
    {
      agent: { id: IFE.id, name: 'Ben Musa', role: 'agent', active: true } as const,
      figures: [count('tickets_resolved', 9), time('first_response_time', null), share('reopen_rate', 0, 0)],
      load: LOAD,
    },
  ];
  const team = [count('tickets_resolved', 13), time('first_response_time', 600), share('reopen_rate', 1, 4)];
  answer('get', '/oversight/agent-performance', () => aPerformance(team, agents));
  const saved = savedFiles();
  const { user } = await openAt(`${OVERSIGHT}/agent-performance?${OCTOBER}&sort=-tickets_resolved`);
  await user.click(await screen.findByRole('button', { name: 'Save as CSV' }));
  const load = [
    'open tickets',
    'pending tickets',
    'escalated tickets',
    'running interactions',
    'longest waiting since',
  ];
  expect(await saved()).toEqual([
    [
      'Agent',
      ...load.map((each) => `In hand now: ${each}`),
      'Tickets opened,Tickets resolved,Interactions handled,First response (seconds),Resolution,Reopened (0–1)',
      'Resolved at first contact,Tickets escalated',
    ].join(','),
    'Team,,,,,,,13,,600,,0.25,,',
    'Ben Musa,0,0,0,0,,,9,,,,,,',
    "'=cmd(),2,1,0,0,2026-10-31T10:00:00Z,,4,,600,,0.25,,",
  ]);
  expect(screen.getByRole('group', { name: 'Saved as agent-performance-2026-10-01-2026-10-31.csv' })).toBeVisible();
});

test('saving_frequent_issues_is_asked_of_each_table', async () => {
  signedInAs('admin');
  const figures = [count('tickets_opened', 12, 5), share('escalation_rate', 3, 12)];
  answer('get', '/oversight/frequent-issues', () =>
    someIssues({
      categories: [{ category: 'medical', figures }],
      terms: [{ stem: 'refund', word: 'refunds', customers: 9, figures }],
      agents: [{ staff: { id: ADA.id, name: ADA.name }, tickets: 8 }],
      customers: [{ customer: IFE, tickets: 3 }],
    }),
  );
  const saved = savedFiles();
  const { user } = await openAt(`${OVERSIGHT}/frequent-issues?${OCTOBER}`);
  const save = async (table: string) => {
    await user.click(await screen.findByRole('button', { name: `Save as CSV: ${table}` }));
    return saved();
  };
  const categories = await save('By category');
  expect(categories[0]).toMatch(/^Category,Opened,Before,Change,Tickets resolved,/);
  expect(categories[1]).toMatch(/^Medical,12,5,7,/);
  const words = await save('Words that recur');
  expect(words).toEqual([
    'Word,Opened,Before,Change,Customers,Tickets escalated (0–1),Repeat contacts',
    'refunds,12,5,7,9,0.25,',
  ]);
  expect(await save('Agents who have most of them')).toEqual(['Agent,Tickets', 'Ada Obi,8']);
  expect(await save('Customers who opened most of them')).toEqual(['Customer,Tickets', 'Ife Adebayo,3']);
  expect(screen.queryByRole('button', { name: 'Save as CSV' })).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Tickets opened by category: As table' }));
  expect(await save('Tickets opened by category')).toEqual(['Category,This period,Period before', 'Medical,12,5']);
});

test('saving_whom_a_colleague_dealt_with_writes_times_as_ISO_8601', async () => {
  signedInAs('admin');
  answer('get', '/oversight/agents/:id', () =>
    anAgentReport({ customers: [{ customer: IFE, ...DEALINGS, ...TIMES }] }),
  );
  answer('get', '/oversight/agent-performance', () => aPerformance([], []));
  const saved = savedFiles();
  const { user } = await openAt(`${OVERSIGHT}/agents/${ADA.id}?${OCTOBER}`);
  await user.click(await screen.findByRole('button', { name: 'Save as CSV: Customers they dealt with' }));
  expect(await saved()).toEqual([
    'Customer,Interactions,Tickets resolved,Replies,First,Last',
    'Ife Adebayo,2,1,4,2026-10-02T09:00:00Z,2026-10-30T16:30:00Z',
  ]);
});

test('saving_who_dealt_with_a_customer_is_that_table', async () => {
  signedInAs('admin');
  answer('get', '/oversight/customers/:id/history', () => ({
    customer: { ...IFE, deleted: false },
    figures: [count('tickets_opened', 3)],
    handled_by: [{ staff: { id: ADA.id, name: ADA.name }, ...DEALINGS, ...TIMES }],
    timeline: pageOf([]),
  }));
  const saved = savedFiles();
  const { user } = await openAt(`${OVERSIGHT}/customers/${IFE.id}/history`, 'fr');
  await user.click(await screen.findByRole('button', { name: /^Enregistrer en CSV : |^Enregistrer en CSV: / }));
  const [header, row] = await saved();
  expect(header).toMatch(/^Agent,Interactions,Tickets résolus,/);
  expect(row).toBe('Ada Obi,2,1,4,2026-10-02T09:00:00Z,2026-10-30T16:30:00Z');
});

test('saving_the_table_of_a_chart_has_ISO_days_and_raw_numbers', async () => {
  signedInAs('admin');
  answer('get', '/oversight/summary', () => ({
    ...aSummary([count('tickets_opened', 11)]),
    trend: [
      {
        from: '2026-10-01',
        to: '2026-10-07',
        backlog: 8,
        figures: [count('tickets_opened', 11), count('tickets_resolved', 6), time('first_response_time', 7500)],
      },
    ],
  }));
  const saved = savedFiles();
  const { user } = await openAt(`${OVERSIGHT}?${OCTOBER}`);
  const chart = within(await screen.findByRole('region', { name: 'First response, median' }));
  await user.click(chart.getByRole('button', { name: /As table/ }));
  await user.click(chart.getByRole('button', { name: /^Save as CSV/ }));
  expect(await saved()).toEqual(['Days,Median (seconds)', '2026-10-01/2026-10-07,7500']);
});
