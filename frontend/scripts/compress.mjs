// Writes a .br and a .gz beside every file of the build that gets smaller by it, once and as small as can be, so that the
// server never has to. index.html is left out: each answer of it has a nonce of its own.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const KINDS = /\.(js|css|svg|json|txt|wasm|webmanifest)$/;
const dist = new URL('../dist/', import.meta.url);
const names = readdirSync(dist, { recursive: true, encoding: 'utf8' });

const sum = { plain: 0, br: 0, gz: 0 };
for (const name of names.filter((one) => KINDS.test(one) && !one.startsWith('.'))) {
  const plain = readFileSync(new URL(name, dist));
  const made = {
    br: brotliCompressSync(plain, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
      },
    }),
    gz: gzipSync(plain, { level: constants.Z_BEST_COMPRESSION }),
  };
  sum.plain += plain.length;
  for (const [ending, bytes] of Object.entries(made)) {
    const smaller = bytes.length < plain.length;
    if (smaller) writeFileSync(new URL(`${name}.${ending}`, dist), bytes);
    sum[ending] += smaller ? bytes.length : plain.length;
  }
}
const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
console.log(`all files of the build: ${kB(sum.plain)}, gzip ${kB(sum.gz)}, brotli ${kB(sum.br)}`);
