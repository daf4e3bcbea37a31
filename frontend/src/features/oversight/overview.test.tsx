import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { Exclusion, Metric } from '@/api/generated/types.gen';
import { zMetric } from '@/api/generated/zod.gen';
import { oversight } from '@/i18n/en/oversight';
import { openAt, signedInAs } from '@/test/app';
import { savedFiles } from '@/test/files';
import { aTicket, pageOf } from '@/test/records';
import { aSummary, count, share, time } from '@/test/reports';
import { answer, refuse } from '@/test/server';

const OVERSIGHT = '/admin/customer-care-oversight';
const OCTOBER = `${OVERSIGHT}?from=2026-10-01&to=2026-10-31`;

afterEach(() => vi.restoreAllMocks());

/** The card of a figure, under the heading of its kind. */
async function card(group: string, name: string) {
  const region = within(await screen.findByRole('region', { name: group }));
  return region.getByRole('heading', { name }).closest('li') as HTMLElement;
}

test('a card says what the desk counted, what it was made from, and what it was before', async () => {
  signedInAs('admin');
  answer('get', '/oversight/summary', () =>
    aSummary([count('tickets_opened', 197, 216), share('reopen_rate', 7, 144), time('first_response_time', 6264)]),
  );
  await openAt(OCTOBER);
  const opened = await card('How much', 'Tickets opened');
  expect(opened).toHaveTextContent('−19 (216 before)');
  const behind = within(opened).getByRole('link', { name: '197: Tickets opened' });
  expect(behind).toHaveAttribute('href', `${OVERSIGHT}/behind?counted=opened&from=2026-10-01&to=2026-10-31`);
  const reopened = await card('How well', 'Reopened');
  expect(reopened).toHaveTextContent('4.9%');
  expect(reopened).toHaveTextContent('7 of 144');
  expect(within(reopened).getByRole('link', { name: '144: Reopened' })).toHaveAttribute(
    'href',
    expect.stringContaining('counted=past_reopen_window'),
  );
  const response = await card('How fast', 'First response');
  expect(response).toHaveTextContent('1 h 44 min median');
  expect(response).toHaveTextContent('mean 3 h 28 min · 9 in 10 within 5 h 13 min · over 4');
});

test('where nothing was counted there is no number, and zero is one', async () => {
  signedInAs('admin');
  answer('get', '/oversight/summary', () =>
    aSummary([
      share('reopen_rate', 0, 0),
      share('escalation_rate', 0, 12),
      time('first_response_time', null, { excluded: [{ reason: 'unanswered', count: 3 }] }),
    ]),
  );
  const { user } = await openAt(OCTOBER);
  const reopened = await card('How well', 'Reopened');
  expect(reopened).toHaveTextContent('–');
  expect(reopened).toHaveTextContent('Nothing to count');
  expect(reopened).not.toHaveTextContent('0%');
  const escalated = await card('How well', 'Tickets escalated');
  expect(escalated).toHaveTextContent('0%');
  // Nothing is behind a nought, so nothing leads there.
  expect(within(escalated).queryByRole('link', { name: /^0/ })).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'What is counted: First response' }));
  const about = within(await screen.findByRole('dialog', { name: 'What is counted: First response' }));
  expect(about.getByRole('link', { name: /3 not answered yet/ })).toHaveAttribute(
    'href',
    expect.stringContaining('counted=unanswered'),
  );
});

test('the period is chosen by name or by its days, and stands in the address', async () => {
  signedInAs('admin');
  const asked: string[] = [];
  answer('get', '/oversight/summary', ({ url }) => {
    asked.push(url.search);
    return aSummary([count('tickets_opened', 1)]);
  });
  const { user, address } = await openAt(OVERSIGHT);
  await user.click(await screen.findByRole('button', { name: 'Period: Last 30 days' }));
  await user.click(await screen.findByRole('button', { name: 'Last 7 days' }));
  await waitFor(() => expect(address()).toMatch(/\?from=\d{4}-\d\d-\d\d&to=\d{4}-\d\d-\d\d$/));
  expect(await screen.findByRole('button', { name: 'Period: Last 7 days' })).toBeVisible();
  await waitFor(() => expect(asked).toContain(address().slice(OVERSIGHT.length)));
  await user.click(screen.getByRole('button', { name: 'Period: Last 7 days' }));
  fireEvent.change(await screen.findByLabelText('From'), { target: { value: '2026-10-01' } });
  fireEvent.change(screen.getByLabelText('To'), { target: { value: '2026-10-31' } });
  await user.click(screen.getByRole('button', { name: 'Apply' }));
  await waitFor(() => expect(address()).toBe(OCTOBER));
  expect(await screen.findByText(/^(1 Oct 2026|Oct 1, 2026)/)).toBeVisible();
});

test('a chart has its numbers as a table', async () => {
  signedInAs('auditor');
  answer('get', '/oversight/summary', () => aSummary([count('tickets_opened', 11)]));
  const { user } = await openAt(OCTOBER);
  expect(await screen.findByRole('img', { name: 'Opened and resolved: Tickets, Days' })).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Opened and resolved: As table' }));
  const table = within(await screen.findByRole('table', { name: 'Opened and resolved' }));
  expect(table.getAllByRole('cell').map(({ textContent }) => textContent)).toEqual([
    expect.stringContaining('Oct'),
    '11',
    '6',
  ]);
  // No day with an answer: nothing to draw, and no line at zero.
  expect(screen.getByRole('region', { name: 'First response, median' })).toHaveTextContent('Nothing to draw');
});

test('saving_an_overview_writes_its_figures_in_the_order_and_the_language_of_the_page', async () => {
  signedInAs('admin');
  answer('get', '/oversight/summary', () =>
    aSummary([count('tickets_opened', 11, 9), time('first_response_time', 90), share('reopen_rate', 1, 4)]),
  );
  const saved = savedFiles();
  const { user } = await openAt(OCTOBER, 'fr');
  await user.click(await screen.findByRole('button', { name: 'Enregistrer en CSV' }));
  expect(await screen.findByRole('group', { name: 'Enregistré sous summary-2026-10-01-2026-10-31.csv' })).toBeVisible();
  expect(await saved()).toEqual([
    'Groupe,Indicateur,Unité,Valeur,Numérateur,Sur,Moyenne,90e centile,Période d’avant',
    'Combien,Tickets créés,nombre,11,,,,,9',
    'En combien de temps,Première réponse,secondes,90,,4,180,270,',
    'Avec quel résultat,Rouverts,0–1,0.25,1,4,,,',
  ]);
});

test('numbers of interactions and escalations lead to lists of those', async () => {
  signedInAs('admin');
  answer('get', '/oversight/summary', () =>
    aSummary([
      count('interactions_handled', 30),
      time('call_handle_time', 300),
      time('email_handle_time', 300),
      count('escalations_withdrawn', 2),
      share('answered_by_target', 3, 4),
      time('time_to_accept', 60),
    ]),
  );
  await openAt(OCTOBER);
  const leads = async (group: string, name: string, link: string | RegExp) => {
    const found = within(await card(group, name)).getByRole('link', { name: link });
    return decodeURIComponent(found.getAttribute('href') ?? '');
  };
  expect(await leads('How much', 'Interactions handled', '30: Interactions handled')).toMatch(
    /^\/customer-care\/interactions\?ended_at\[gte\]=2026-.*&ended_at\[lt\]=2026-/,
  );
  expect(await leads('Handle time', 'Calls', /: Calls$/)).toContain('channel=call');
  expect(await leads('Handle time', 'E-mails', /: E-mails$/)).toContain('channel=email&end_given=true');
  expect(await leads('Escalations', oversight.metrics.answered_by_target, /^3: /)).toContain('answered_by_target=true');
  expect(await leads('Escalations', oversight.metrics.time_to_accept, /^over/)).toContain('accepted=true');
  expect(await leads('Escalations', 'Withdrawn', '2: Withdrawn')).toMatch(
    /^\/customer-care\/escalations\?.*ended=withdrawn/,
  );
});

test('every_figure_its_denominator_and_what_it_leaves_out_leads_to_a_list', async () => {
  signedInAs('admin');
  const metrics = zMetric._zod.def.entries;
  const rates = [
    'reopen_rate',
    'first_contact_resolution',
    'escalation_rate',
    'repeat_contact_rate',
    'answered_by_target',
  ];
  const leftOut = {
    tickets_resolved: ['duplicates'],
    email_handle_time: ['without_end'],
    first_response_time: ['answered_at_opening', 'unanswered'],
    resolution_time: ['duplicates', 'reopened'],
    first_resolution_time: ['duplicates'],
    reopen_rate: ['too_recent', 'duplicates'],
    first_contact_resolution: ['too_recent', 'duplicates'],
    repeat_contact_rate: ['duplicates'],
    answered_by_target: ['open', 'withdrawn'],
    time_to_accept: ['open', 'withdrawn'],
    time_to_answer: ['open', 'withdrawn'],
  } as Partial<Record<Metric, Exclusion[]>>;
  const figures = Object.values(metrics).map((metric) => {
    const excluded = (leftOut[metric] ?? []).map((reason) => ({ reason, count: 3 }));
    if (rates.includes(metric)) return { ...share(metric, 2, 5), excluded };
    return metric.endsWith('_time') || metric.startsWith('time_')
      ? { ...time(metric, 60), excluded }
      : { ...count(metric, 7), excluded };
  });
  answer('get', '/oversight/summary', () => aSummary(figures));
  const { user } = await openAt(OCTOBER);
  await screen.findByRole('region', { name: 'How much' });
  for (const { metric, kind, excluded } of figures) {
    const name = oversight.metrics[metric];
    const about = screen.getByRole('button', { name: `What is counted: ${name}` });
    const found = within(about.closest('li') as HTMLElement).getAllByRole('link');
    // A share leads to what it is made of, from its percents too, and to what it is of.
    expect(found.length, metric).toBe(kind === 'rate' ? 3 : 1);
    if (excluded.length === 0) continue;
    await user.click(about);
    const out = within(await screen.findByRole('dialog', { name: `What is counted: ${name}` }));
    expect(out.getAllByRole('link').length, metric).toBe(excluded.length);
    await user.keyboard('{Escape}');
  }
});

test('an auditor begins with the reports, and they lead to no record', async () => {
  signedInAs('auditor');
  answer('get', '/oversight/summary', () => aSummary([count('tickets_opened', 11), count('escalations_raised', 4)]));
  answer('get', '/oversight/tickets', () => pageOf([aTicket()]));
  const { user, address } = await openAt('/');
  await waitFor(() => expect(address()).toBe(OVERSIGHT));
  expect(screen.queryByRole('link', { name: 'Tickets' })).not.toBeInTheDocument();
  const raised = await card('Escalations', 'Raised');
  expect(within(raised).queryByRole('link')).not.toBeInTheDocument();
  await user.click(within(await card('How much', 'Tickets opened')).getByRole('link', { name: '11: Tickets opened' }));
  expect(await screen.findByText(/^Tickets opened from .* · 1 in all$/)).toBeVisible();
  expect(await screen.findByText('Charged twice in March (TKT-AX2ADA4N)')).toBeVisible();
  expect(screen.queryByRole('link', { name: /Charged twice/ })).not.toBeInTheDocument();
});

test('a report that cannot be had says why; days without tickets say that', async () => {
  signedInAs('admin');
  answer('get', '/oversight/summary', () => refuse(422, 'invalid', { detail: 'The period is too long.' }));
  const { user } = await openAt(OCTOBER);
  const failure = await screen.findByRole('group', { name: 'The figures could not be loaded' });
  expect(failure).toHaveTextContent('The period is too long.');
  answer('get', '/oversight/summary', () =>
    aSummary([count('tickets_opened', 0), count('tickets_resolved', 0), count('interactions_handled', 0)]),
  );
  await user.click(within(failure).getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('heading', { name: 'No tickets in this period' })).toBeVisible();
});

test('reports are not for agents', async () => {
  signedInAs('agent');
  await openAt(OVERSIGHT);
  expect(await screen.findByRole('heading', { name: 'This page is not for your role' })).toBeVisible();
});

test('each tile of the backlog and of the queue leads to its list; an auditor’s only to what is behind a number', async () => {
  const leads = (tile: string) =>
    decodeURIComponent(screen.getByRole('link', { name: tile }).getAttribute('href') ?? '');
  const behind = `${OVERSIGHT}/behind?counted=backlog&from=2026-10-01&to=2026-10-31`;
  answer('get', '/oversight/summary', () => aSummary([]));
  signedInAs('admin');
  const { unmount } = await openAt(OCTOBER);
  await screen.findByRole('link', { name: 'Unresolved tickets' });
  expect(leads('Urgent')).toBe(`${behind}&priority=urgent`);
  expect(leads('30 days or more')).toBe(`${behind}&age=from_30_days`);
  expect(leads('Open')).toBe('/customer-care/tickets?assignee=none&status=open');
  expect(leads('Unattended interactions')).toBe('/customer-care/interactions?agent=none&status=active,pending');
  unmount();
  signedInAs('auditor');
  await openAt(OCTOBER);
  await screen.findByRole('link', { name: 'Unresolved tickets' });
  expect(leads('Under a day')).toBe(`${behind}&age=under_1_day`);
  expect(screen.queryByRole('link', { name: 'Open' })).not.toBeInTheDocument();
});
