// Reads tables with Arrow's JavaScript implementation and says what it found, one JSON line per
// table: rows, and per column its name, type, unit, nulls and first value.
//
//   node read.mjs FILE...
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { compressionRegistry, CompressionType, DataType, tableFromIPC } from 'apache-arrow';
import { decompress } from 'fzstd';

compressionRegistry.set(CompressionType.ZSTD, { decode: (bytes) => decompress(bytes).slice() });

/** JSON that keeps infinities, NaN and 64-bit integers as text. */
const plain = (value) => {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (typeof value === 'object' && typeof value.toArray === 'function') return Array.from(value.toArray(), plain);
  return value;
};

for (const file of process.argv.slice(2)) {
  // A copy begins at a multiple of 8, as 64-bit columns need; a pooled buffer may not.
  const table = tableFromIPC(new Uint8Array(readFileSync(file)));
  const columns = table.schema.fields.map((field, i) => {
    const vector = table.getChildAt(i);
    let first = null;
    for (let row = 0; row < table.numRows && first === null; row++) first = plain(vector.get(row));
    return {
      name: field.name,
      type: String(field.type),
      dictionary: DataType.isDictionary(field.type),
      unit: field.metadata.get('unit') ?? '',
      meaning: field.metadata.get('meaning') ?? '',
      nulls: vector === null ? 0 : vector.nullCount,
      first,
    };
  });
  console.log(JSON.stringify({
    file: basename(file),
    rows: table.numRows,
    sweep: table.schema.metadata.get('sweep'),
    version: table.schema.metadata.get('version'),
    columns,
  }));
}
