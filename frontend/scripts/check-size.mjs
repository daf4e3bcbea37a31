// Fails when the scripts of a first visit outgrow their budget: the entry, and for each page what it alone brings.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET = 330_000;
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));

/** The scripts that `name` needs before it can run, itself included. */
function needs(name, seen = new Set()) {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const next of manifest[name].imports ?? []) needs(next, seen);
  return seen;
}

const weigh = (names) =>
  [...names]
    .map((name) => manifest[name].file)
    .filter((file) => file.endsWith('.js'))
    .reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length, 0);

const entry = Object.keys(manifest).find((name) => manifest[name].isEntry);
const shell = needs(entry);
const visits = Object.keys(manifest)
  .filter((name) => name.startsWith('src/routes/') && manifest[name].isDynamicEntry)
  .map((name) => ({ name, bytes: weigh(new Set([...shell, ...needs(name)])) }))
  .sort((a, b) => b.bytes - a.bytes);

// A visit loads the shell's layout besides the page; both hang on dynamic imports, so the layout is counted in.
const layout = Object.keys(manifest).find((name) => name.startsWith('src/routes/_desk.tsx'));
const widest = visits[0];
const total = weigh(new Set([...shell, ...(layout ? needs(layout) : []), ...(widest ? needs(widest.name) : [])]));

console.log(`first load of script: ${(total / 1000).toFixed(1)} kB gzip at most (budget ${BUDGET / 1000} kB)`);
if (total > BUDGET) {
  console.error('too large; the heaviest pages are:');
  for (const { name, bytes } of visits.slice(0, 5)) console.error(`  ${(bytes / 1000).toFixed(1)} kB  ${name}`);
  process.exit(1);
}
