import type { Page } from '@playwright/test';

const nothing = { data: [], page: { next_cursor: null, has_more: false, total: 0 } };
const zero = { open: 0, pending: 0, escalated: 0 };

/** From now on the desk has no records, as on its first day. */
export async function firstDay(page: Page) {
  await page.route(/\/api\/v1\/(tickets|interactions|escalations|customers|service-accounts)(\?|$)/, (route) =>
    route.fulfill({ json: nothing }),
  );
  const at = new Date().toISOString();
  await page.route(/\/api\/v1\/dashboard$/, (route) =>
    route.fulfill({
      json: {
        at,
        day_started_at: at,
        work: {
          active_interactions: [],
          active_interactions_count: 0,
          my_tickets: zero,
          unassigned: { urgent: 0, high: 0, medium: 0, low: 0 },
          unattended: 0,
          longest_waiting: [],
          resolved_today: 0,
          escalated_cases: 0,
          first_response: { days: 7, n: 0, mean_seconds: null, median_seconds: null, p90_seconds: null },
        },
        escalations: { to_me: 0, in_my_pool: 0, longest_waiting: [], questions: 0, answers_to_pass_on: 0 },
        latest_activity: [],
      },
    }),
  );
}
