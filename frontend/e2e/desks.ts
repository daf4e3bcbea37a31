/** Each worker has a desk of its own, so that no journey sees what another one does. */
const WORKERS = 2;

const embedded = process.env.CAREDESK_EMBEDDED !== '0';

// Ports of this run alone, so that two checkouts may be tested at once. Playwright's workers inherit the environment.
process.env.DESK_PORT ??= String(10_000 + (process.pid % 2500) * 2 * WORKERS);

/** The desks by the index of their worker: where the server listens, Vite's preview of the pages, and what a browser opens. */
export const DESKS = Array.from({ length: WORKERS }, (_, worker) => {
  const port = Number(process.env.DESK_PORT) + 2 * worker;
  const previewPort = embedded ? undefined : port + 1;
  return { port, previewPort, address: `http://localhost:${previewPort ?? port}` };
});
