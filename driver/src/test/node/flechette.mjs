// Reads tables with flechette, an implementation of Arrow that shares no code with Apache's, and
// says what it found, one JSON line per table: rows, and per column its name, type, unit, nulls and
// first value.
//
//   node flechette.mjs FILE...
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { CompressionType, setCompressionCodec, tableFromIPC, Type } from '@uwdata/flechette';
import { decompress } from 'fzstd';

setCompressionCodec(CompressionType.ZSTD, { encode: () => { throw new Error('reads only'); }, decode: (bytes) => decompress(bytes).slice() });

/** The type in Apache's words. */
const named = (type) => {
  switch (type.typeId) {
    case Type.Float: return 'Float64';
    case Type.Int: return `Int${type.bitWidth}`;
    case Type.Bool: return 'Bool';
    case Type.Utf8: return 'Utf8';
    case Type.List: return `List<${named(type.children[0].type)}>`;
    case Type.Dictionary: return `Dictionary<${named(type.indices)}, ${named(type.dictionary)}>`;
    default: return `type ${type.typeId}`;
  }
};

/** JSON that keeps infinities and NaN as text. */
const plain = (value) => {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (ArrayBuffer.isView(value) || Array.isArray(value)) return Array.from(value, plain);
  return value;
};

for (const file of process.argv.slice(2)) {
  const table = tableFromIPC(new Uint8Array(readFileSync(file)));
  const columns = table.schema.fields.map((field, i) => {
    const column = table.getChildAt(i);
    let first = null;
    let nulls = 0;
    for (let row = 0; row < table.numRows; row++) {
      const value = column.at(row);
      if (value === null) nulls++;
      else if (first === null) first = plain(value);
    }
    return {
      name: field.name,
      type: named(field.type),
      dictionary: field.type.typeId === Type.Dictionary,
      unit: field.metadata?.get('unit') ?? '',
      meaning: field.metadata?.get('meaning') ?? '',
      nulls,
      first,
    };
  });
  console.log(JSON.stringify({
    file: basename(file),
    rows: table.numRows,
    sweep: table.schema.metadata?.get('sweep'),
    version: table.schema.metadata?.get('version'),
    columns,
  }));
}
