import { vi } from 'vitest';

/** Catches what the page saves; the result is the lines of the last file, once there is one. */
export function savedFiles(): () => Promise<string[]> {
  const files: Blob[] = [];
  URL.createObjectURL = (blob: Blob | MediaSource) => {
    files.push(blob as Blob);
    return 'blob:file';
  };
  URL.revokeObjectURL = () => undefined;
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
  return async () => {
    const bytes = new Uint8Array((await files.at(-1)?.arrayBuffer()) ?? new ArrayBuffer(0));
    // Spreadsheets take a file without this mark for another coding.
    if (String(bytes.slice(0, 3)) !== '239,187,191') throw new Error('no byte order mark');
    return new TextDecoder().decode(bytes).trimEnd().split('\r\n');
  };
}
