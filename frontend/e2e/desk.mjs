// Starts the real server in a folder of its own, with one admin and imported patients.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PATIENTS } from './patients.mjs';

const bin = resolve(
  process.env.CAREDESK_BIN || resolve('..', process.env.CARGO_TARGET_DIR || 'target', 'debug/caredesk'),
);
for (const [what, at, mend] of [
  ['server', bin, 'build it with "cargo build", or name it in CAREDESK_BIN'],
  ['file of patients', PATIENTS, 'CAREDESK_PATIENTS names one'],
]) {
  if (existsSync(at)) continue;
  console.error(`no ${what} at ${at}: ${mend}`);
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'caredesk-e2e-'));
// Nothing of the caller's own desk comes in: neither its database nor its keys.
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('CAREDESK_')));
const tidy = () => rmSync(folder, { recursive: true, force: true });

function run(args, input) {
  const { status, stdout, stderr } = spawnSync(bin, args, { cwd: folder, env, input, encoding: 'utf8' });
  // An import that refuses some lines has still brought the others.
  if (status === 0 || (args[0] === 'import' && status === 1)) return;
  console.error(`caredesk ${args.join(' ')} ended with ${status}\n${stdout}${stderr}`);
  tidy();
  process.exit(status ?? 1);
}

run(
  ['admin', 'create', '--email', 'ada@desk.example', '--name', 'Ada Obi', '--password-stdin'],
  'correct horse battery\n',
);
run(['import', 'fhir-patients', PATIENTS]);

const server = spawn(bin, ['serve', '--listen', `127.0.0.1:${process.env.DESK_PORT}`], {
  cwd: folder,
  env: { ...env, CAREDESK_PUBLIC_URL: process.env.DESK_URL },
  stdio: ['ignore', 'ignore', 'pipe'],
});
// The log is only worth reading when the server fell over.
let log = '';
server.stderr.on('data', (text) => {
  log = (log + text).slice(-20_000);
});
const stop = () => server.kill('SIGTERM');
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
server.on('exit', (code, signal) => {
  if (code || (signal && signal !== 'SIGTERM')) console.error(log);
  tidy();
  process.exit(code ?? 0);
});
