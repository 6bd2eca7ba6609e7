// Reads exported tables with other implementations and says every cell, one JSON line per file.
// Numbers are said by their bits, so nothing is lost on the way.
//
//   node exported.mjs TYPES.json FILE...
//
// TYPES.json has, per table, the columns and what their cells are: csv itself does not say.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';

const [typesFile, ...files] = process.argv.slice(2);
const types = JSON.parse(readFileSync(typesFile, 'utf8'));

const bits = (number) => {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, number);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
};

/** A cell as the test compares it. */
const said = (type, value) => {
  if (value === null || value === undefined) return null;
  switch (type) {
    case 'NUMBER': return bits(Number(value));
    case 'VECTOR': return value.map((item) => bits(item === null ? NaN : Number(item))).join(' ');
    default: return String(value);
  }
};

/** RFC 4180: records of fields; an unquoted empty field is null, a quoted one an empty text. */
const records = (text) => {
  const all = [];
  let record = [];
  let at = 0;
  while (at < text.length) {
    let field;
    if (text[at] === '"') {
      field = '';
      at++;
      while (text[at] !== '"' || text[at + 1] === '"') {
        if (text[at] === '"') at++;
        field += text[at++];
      }
      at++;
    } else {
      const begin = at;
      while (at < text.length && text[at] !== ',' && text[at] !== '\r') at++;
      field = at === begin ? null : text.slice(begin, at);
    }
    record.push(field);
    if (text[at] === ',') {
      at++;
      if (text[at] === '\r') record.push(null);
    }
    if (text[at] === '\r') {
      if (text[at + 1] !== '\n') throw new Error('a record ends without LF');
      at += 2;
      all.push(record);
      record = [];
    }
  }
  if (record.length > 0) throw new Error('the last record has no end');
  return all;
};

const readers = {
  csv: (file) => {
    const [head, ...rows] = records(readFileSync(file, 'utf8'));
    return rows.map((row) => {
      if (row.length !== head.length) throw new Error(`${file}: ${row.length} fields of ${head.length}`);
      return Object.fromEntries(row.map((field, i) => [head[i], field]));
    });
  },
  ndjson: (file) => readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line)),
  parquet: async (file) => {
    const buffer = await asyncBufferFromFile(file);
    const metadata = await parquetMetadataAsync(buffer);
    const sweep = metadata.key_value_metadata.find((entry) => entry.key === 'sweep');
    if (!sweep) throw new Error(`${file} does not say its sweep`);
    return parquetReadObjects({ file: buffer, compressors });
  },
};

for (const file of files) {
  const [table, format] = basename(file).split('.');
  const rows = await readers[format](file);
  const columns = Object.entries(types[table]).map(([name, type]) => ({
    name,
    cells: rows.map((row) => {
      const value = row[name];
      return said(type, format === 'csv' && type === 'VECTOR' && value !== null ? JSON.parse(value) : value);
    }),
  }));
  console.log(JSON.stringify({ file: basename(file), rows: rows.length, columns }));
}
