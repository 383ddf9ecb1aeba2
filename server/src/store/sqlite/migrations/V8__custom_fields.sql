-- The schemas of custom fields, one for each kind of record (1 contacts, 2 organizations), and all their versions.
CREATE TABLE data_schema (
    id BLOB PRIMARY KEY,
    kind INTEGER NOT NULL UNIQUE,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE data_schema_version (
    schema BLOB NOT NULL REFERENCES data_schema (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    author BLOB NOT NULL,
    created INTEGER NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (schema, version)
) STRICT, WITHOUT ROWID;
